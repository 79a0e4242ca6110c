import { SCRIPT_NOT_LOADED } from '../workers/errors.ts';
import { RestartingConnection } from '../workers/restarting.ts';
import { startModuleWorker } from '../workers/start.ts';
import { type Sent, type Transfer, transfer } from '../workers/transfer.ts';
import type { CallOptions, Endpoint } from '../workers/types.ts';
import { ANALYSIS_ERRORS, type AnalysisApi } from './protocol.ts';
import { type Analysis, AnalysisError, type Embeddings } from './types.ts';
import script from './worker.ts?worker&url';

/** A worker answers an abort between two slices of a few milliseconds. */
const SILENCE_MS = 150;

const startWorker = (): Endpoint => startModuleWorker(script, import.meta.url, 'facet-analysis');

/**
 * The analysis over a worker, which starts with the first call. Should it crash, the calls under
 * way reject with AnalysisError and the next call starts a fresh one. A cancelled call rejects at
 * once with the signal's reason (an AbortError by default) and its work stops within a few
 * milliseconds. Calls share the worker in time slices, so none waits for another to end; only the
 * start of a large UMAP is one long step. When a call is cancelled in such a step, the worker is
 * replaced, and the other calls begin again in the new one: the caller's rows must not change
 * before the answer.
 */
export function createAnalysisClient(start: () => Endpoint = startWorker): Analysis {
  const connection = new RestartingConnection<AnalysisApi>(start, {
    name: 'facet-analysis',
    errors: ANALYSIS_ERRORS,
    silenceMs: SILENCE_MS,
    describeCrash: ({ reason }) =>
      new AnalysisError(
        reason === SCRIPT_NOT_LOADED
          ? 'The analysis did not start: its script did not load. Check that the server of this page runs and that you are connected, and try again.'
          : `The analysis worker crashed (${reason}): try again.`,
      ),
  });

  /** @param argument Made anew for each worker that the call begins in. */
  function call<Task extends keyof AnalysisApi>(
    task: Task,
    argument: () => Sent<AnalysisApi[Task]['argument']>,
    { signal, onProgress }: CallOptions<number>,
  ): Promise<AnalysisApi[Task]['result']> {
    // A call that had to begin again does not run backwards.
    let reported = 0;
    const forwards = (fraction: number) => {
      if (fraction < reported) return;
      reported = fraction;
      onProgress?.(fraction);
    };
    return connection.call(task, argument, { signal, onProgress: forwards });
  }

  return {
    similarity(a, b, how = {}) {
      return call(
        'similarity',
        () => {
          const input = { a: copy(a), b: copy(b) };
          return handOver(input, input.a, input.b);
        },
        how,
      );
    },
    retrieve(queries, documents, k, how = {}) {
      return call(
        'retrieve',
        () => {
          const input = { queries: copy(queries), documents: copy(documents), k };
          return handOver(input, input.queries, input.documents);
        },
        how,
      );
    },
    cluster(rows, { signal, onProgress, ...options }) {
      return call('cluster', () => withRows(rows, options), { signal, onProgress });
    },
    project(rows, { signal, onProgress, ...options }) {
      return call('project', () => withRows(rows, options), { signal, onProgress });
    },
    compare(from, to, { signal, onProgress, ...options } = {}) {
      return call(
        'compare',
        () => {
          const input = { from: copy(from), to: copy(to), options };
          return handOver(input, input.from, input.to);
        },
        { signal, onProgress },
      );
    },
    agree: (a, b, how = {}) => call('agree', () => ({ a, b }), how),
    align: (fixed, moving, how = {}) => call('align', () => ({ fixed, moving }), how),
    terms(texts, labels, { signal, onProgress, count }) {
      return call('terms', () => ({ texts, labels, count }), { signal, onProgress });
    },
    suggestK(rows, { signal, onProgress, ...options } = {}) {
      return call('suggestK', () => withRows(rows, options), { signal, onProgress });
    },
    close: () => connection.close(new AnalysisError('The analysis was closed: reload the page.')),
  };
}

type Copied = Embeddings & { readonly vectors: Float32Array<ArrayBuffer> };

/** The same rows in a buffer of their own, which can be handed over: the caller keeps theirs. */
function copy({ vectors, count, dim }: Embeddings): Copied {
  return { vectors: new Float32Array(vectors), count, dim };
}

function handOver<Input>(input: Input, ...rows: readonly Copied[]): Transfer<Input> {
  return transfer(
    input,
    rows.map(({ vectors }) => vectors.buffer),
  );
}

function withRows<Options>(rows: Embeddings, options: Options) {
  const embeddings = copy(rows);
  return handOver({ embeddings, options }, embeddings);
}
