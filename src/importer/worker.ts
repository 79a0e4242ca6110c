/**
 * The worker that an import runs in: of one source, which is looked into, run, or looked into, then run or forgotten. It
 * ends with that, so that the runtime's heap is given back.
 */
import { loadOrt } from '../engine/ort-browser.ts';
import { toWire } from '../engine/wire-error.ts';
import type { StoredModel } from '../storage/model-store.ts';
import { type Inspection, importModel, inspectSource, type RunOptions } from './import-model.ts';
import type { ImportReply, ImportRequest } from './protocol.ts';
import type { ImportSource } from './types.ts';

declare const self: DedicatedWorkerGlobalScope;

/** More threads than this gain little at one text a time. */
const MAX_THREADS = 4;

/** What was looked into, where files of it lie on the disk. */
let inspected: Inspection | null = null;

const calls = new Map<number, AbortController>();

function reply(message: ImportReply): void {
  self.postMessage(message);
}

async function answer(
  request: Exclude<ImportRequest, { kind: 'abort' }>,
  signal: AbortSignal,
): Promise<void> {
  const { id } = request;
  if (request.kind === 'forget') {
    await forget();
    reply({ kind: 'forgotten', id });
    return;
  }
  const { source } = request;
  if (request.kind === 'inspect') {
    const inspection = await inspectSource(source, signal);
    const { plan, kept } = inspection;
    if (kept) inspected = inspection;
    else await inspection.close();
    reply({ kind: 'plan', id, plan, kept });
    return;
  }
  const threads = self.crossOriginIsolated
    ? Math.min(navigator.hardwareConcurrency || 1, MAX_THREADS)
    : 1;
  let runtime: ReturnType<typeof loadOrt> | undefined;
  const options: RunOptions = {
    precision: request.precision,
    instruction: request.instruction,
    signal,
    onProgress: (progress) => reply({ kind: 'progress', id, progress }),
    ort: () => {
      runtime ??= loadOrt('wasm', threads);
      return runtime;
    },
  };
  reply({ kind: 'stored', id, model: await runOnce(source, options) });
}

/** The page ends this worker when it has the answer: what was kept is removed before. */
async function runOnce(source: ImportSource, options: RunOptions): Promise<StoredModel> {
  try {
    return await (inspected?.run(options) ?? importModel(source, options));
  } finally {
    await forget();
  }
}

async function forget(): Promise<void> {
  await inspected?.close();
  inspected = null;
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
