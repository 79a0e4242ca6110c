import { SCRIPT_NOT_LOADED } from '../workers/errors.ts';
import { RestartingConnection } from '../workers/restarting.ts';
import { startModuleWorker } from '../workers/start.ts';
import { transfer } from '../workers/transfer.ts';
import type { CallOptions, Endpoint } from '../workers/types.ts';
import { ANALYSIS_ERRORS, type AnalysisApi } from './protocol.ts';
import { type Analysis, AnalysisError } from './types.ts';
import script from './worker.ts?worker&url';

/** Milliseconds that a worker may take to hear an abort: it looks between two slices of a few milliseconds. */
const SILENCE_MS = 150;

const startWorker = (): Endpoint => startModuleWorker(script, import.meta.url, 'facet-analysis');

/**
 * Makes the analysis over a worker, which starts with the first call. If it crashes, the calls under way reject with
 * AnalysisError and the next call starts a fresh one. A cancelled call rejects at once with the signal's reason (an
 * AbortError by default) and its work stops within a few milliseconds. Calls share the worker in time slices, so none
 * waits for another to end. A call that is cancelled while the worker does not listen replaces the worker: the other
 * calls begin again in the new one, which fetches their rows again.
 * @param rows Returns a port of the store of vectors for each worker that starts.
 */
export function createAnalysisClient(
  rows: () => MessagePort,
  start: () => Endpoint = startWorker,
): Analysis {
  const connection = new RestartingConnection<AnalysisApi>(start, {
    name: 'facet-analysis',
    errors: ANALYSIS_ERRORS,
    silenceMs: SILENCE_MS,
    onStart(worker) {
      const port = rows();
      // If the worker stops, the calls report it.
      worker.call('connect', transfer(port, [port])).catch(() => undefined);
    },
    describeCrash: ({ reason }) =>
      new AnalysisError(
        reason === SCRIPT_NOT_LOADED
          ? 'The analysis did not start: its script did not load. Check that the server of this page runs and that you are connected, and try again.'
          : `The analysis worker crashed (${reason}): try again.`,
      ),
  });

  function call<Task extends keyof AnalysisApi>(
    task: Task,
    argument: AnalysisApi[Task]['argument'],
    { signal, onProgress }: CallOptions<number>,
  ): Promise<AnalysisApi[Task]['result']> {
    // The progress of a restarted call does not run backwards.
    let reported = 0;
    const forwards = (fraction: number) => {
      if (fraction < reported) return;
      reported = fraction;
      onProgress?.(fraction);
    };
    return connection.call(task, () => argument, { signal, onProgress: forwards });
  }

  return {
    similarity: (a, b, how = {}) => call('similarity', { a, b }, how),
    meanCosines: (set, groups, how = {}) => call('meanCosines', { set, groups }, how),
    cluster: (set, { signal, onProgress, ...options }) =>
      call('cluster', { set, options }, { signal, onProgress }),
    project: (set, { signal, onProgress, ...options }) =>
      call('project', { set, options }, { signal, onProgress }),
    compare: (from, to, { signal, onProgress, ...options } = {}) =>
      call('compare', { from, to, options }, { signal, onProgress }),
    neighbours: (from, to, { signal, onProgress, index, count }) =>
      call('neighbours', { from, to, index, count }, { signal, onProgress }),
    agree: (a, b, how = {}) => call('agree', { a, b }, how),
    align: (fixed, moving, how = {}) => call('align', { fixed, moving }, how),
    terms: (texts, assignments, { signal, onProgress, count }) =>
      call('terms', { texts, assignments, count }, { signal, onProgress }),
    suggestK: (set, { signal, onProgress, ...options } = {}) =>
      call('suggestK', { set, options }, { signal, onProgress }),
    close: () => connection.close(new AnalysisError('The analysis was closed: reload the page.')),
  };
}
