/**
 * The worker that an import runs in: of one source, which is looked into, run, or looked into, then run or forgotten. It
 * ends with that, so that the runtime's heap is given back.
 */
import { loadOrt } from '../engine/ort-browser.ts';
import { serve } from '../workers/serve.ts';
import { type Inspection, importModel, inspectSource, type RunOptions } from './import-model.ts';
import type { ImportApi } from './protocol.ts';

declare const self: DedicatedWorkerGlobalScope;

/** More threads than this gain little at one text a time. */
const MAX_THREADS = 4;

/** What was looked into, where files of it lie on the disk. */
let inspected: Inspection | null = null;

async function forget(): Promise<undefined> {
  await inspected?.close();
  inspected = null;
}

serve<ImportApi>(self, {
  async inspect({ source }, { signal }) {
    const inspection = await inspectSource(source, signal);
    const { plan, kept } = inspection;
    if (kept) inspected = inspection;
    else await inspection.close();
    return { plan, kept };
  },

  /** The page ends this worker when it has the answer: what was kept is removed before. */
  async run({ source, precision, instruction }, how) {
    const threads = self.crossOriginIsolated
      ? Math.min(navigator.hardwareConcurrency || 1, MAX_THREADS)
      : 1;
    let runtime: ReturnType<typeof loadOrt> | undefined;
    const options: RunOptions = {
      ...how,
      precision,
      instruction,
      ort: () => {
        runtime ??= loadOrt('wasm', threads);
        return runtime;
      },
    };
    try {
      return await (inspected?.run(options) ?? importModel(source, options));
    } finally {
      await forget();
    }
  },

  forget,
});
