/** The worker that an import runs in: one call each, so that the runtime's heap is given back with it. */
import { loadOrt } from '../engine/ort-browser.ts';
import { toWire } from '../engine/wire-error.ts';
import { importModel, inspectSource } from './import-model.ts';
import type { ImportReply, ImportRequest } from './protocol.ts';

declare const self: DedicatedWorkerGlobalScope;

/** More threads than this gain little at one text a time. */
const MAX_THREADS = 4;

const calls = new Map<number, AbortController>();

function reply(message: ImportReply): void {
  self.postMessage(message);
}

async function answer(
  request: Exclude<ImportRequest, { kind: 'abort' }>,
  signal: AbortSignal,
): Promise<void> {
  const { id, source } = request;
  if (request.kind === 'inspect') {
    reply({ kind: 'plan', id, plan: await inspectSource(source, signal) });
    return;
  }
  const threads = self.crossOriginIsolated
    ? Math.min(navigator.hardwareConcurrency || 1, MAX_THREADS)
    : 1;
  let runtime: ReturnType<typeof loadOrt> | undefined;
  const model = await importModel(source, {
    precision: request.precision,
    signal,
    onProgress: (progress) => reply({ kind: 'progress', id, progress }),
    ort: () => {
      runtime ??= loadOrt('wasm', threads);
      return runtime;
    },
  });
  reply({ kind: 'stored', id, model });
}

self.onmessage = async ({ data }: MessageEvent<ImportRequest>) => {
  if (data.kind === 'abort') {
    calls.get(data.id)?.abort(new DOMException('The import was cancelled', 'AbortError'));
    return;
  }
  const controller = new AbortController();
  calls.set(data.id, controller);
  try {
    await answer(data, controller.signal);
  } catch (error) {
    reply({ kind: 'error', id: data.id, error: toWire(error) });
  } finally {
    calls.delete(data.id);
  }
};
