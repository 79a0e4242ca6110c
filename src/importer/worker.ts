/**
 * Worker of an import from one source, which it inspects, runs, or inspects and then runs or forgets. It
 * ends afterwards, which frees the runtime's heap.
 */
import type { Fetch } from '../checkpoint/http-request.ts';
import { loadOrt } from '../engine/ort-browser.ts';
import { serve } from '../workers/serve.ts';
import { fetchThrough } from './fetch-through.ts';
import { type Inspection, importModel, inspectSource, type RunOptions } from './import-model.ts';
import type { ImportApi } from './protocol.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Most threads: at one text a time, more gain little. */
const MAX_THREADS = 4;

/** Fetch function for other sites, once the page has sent its port. */
let reach: Fetch | undefined;

/** Inspected source that keeps files on the disk. */
let inspected: Inspection | null = null;

async function forget(): Promise<undefined> {
  await inspected?.close();
  inspected = null;
}

serve<ImportApi>(self, {
  reach({ port }) {
    reach = fetchThrough(port);
    return undefined;
  },

  async inspect({ source }, { signal }) {
    const inspection = await inspectSource(source, signal, reach);
    const { plan, kept } = inspection;
    if (kept) inspected = inspection;
    else await inspection.close();
    return { plan, kept };
  },

  /** Removes the kept files before it answers: the page ends this worker then. */
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
      return await (inspected?.run(options) ?? importModel(source, options, reach));
    } finally {
      await forget();
    }
  },

  forget,
});
