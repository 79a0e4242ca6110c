import type { Done, DoneOf, FromWorker, Results, Start, Task, ToWorker } from './protocol.ts';
import { type Analysis, AnalysisError, type CallOptions, type Embeddings } from './types.ts';

/** The part of `Worker` that the client uses. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate'> & {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
};

interface Pending {
  readonly done: (message: Done) => void;
  readonly progress: (fraction: number) => void;
  readonly reject: (reason: unknown) => void;
}

/** A working worker reports every few milliseconds; one silent for so long is in a step that cannot be stopped. */
const SILENCE_MS = 100;

const startWorker = (): WorkerLike =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'analysis' });

/**
 * The analysis over a worker, which starts with the first call. Should it crash, the calls under
 * way reject with AnalysisError and the next call starts a fresh one. A cancelled call rejects at
 * once with the signal's reason (an AbortError by default) and its work stops within a few
 * milliseconds. Calls share the worker in time slices, so none waits for another to end; only the
 * start of a large UMAP is one long step.
 */
export function createAnalysisClient(start: () => WorkerLike = startWorker): Analysis {
  const pending = new Map<number, Pending>();
  let worker: WorkerLike | undefined;
  let closed = false;
  let lastId = 0;
  let lastHeard = 0;

  function rejectAll(message: string): void {
    worker?.terminate();
    worker = undefined;
    const calls = [...pending.values()];
    pending.clear();
    for (const { reject } of calls) reject(new AnalysisError(message));
  }

  function running(): WorkerLike {
    if (worker !== undefined) return worker;
    const fresh = start();
    fresh.onmessage = ({ data }) => receive(data);
    fresh.onerror = (event) => {
      event.preventDefault();
      if (worker === fresh) {
        rejectAll(
          `The analysis worker crashed (${event.message || 'no reason given'}): try again.`,
        );
      }
    };
    fresh.onmessageerror = () => {
      if (worker === fresh) rejectAll('An answer of the analysis worker was lost: try again.');
    };
    worker = fresh;
    return fresh;
  }

  /** Ends the work of `id`, by ending the worker if it does not listen and works for nobody else. */
  function stop(id: number): void {
    const silent = performance.now() - lastHeard > SILENCE_MS;
    if (silent && pending.size === 0) {
      worker?.terminate();
      worker = undefined;
    } else worker?.postMessage({ kind: 'abort', id } satisfies ToWorker);
  }

  function receive(message: FromWorker): void {
    lastHeard = performance.now();
    const call = pending.get(message.id);
    if (call === undefined) return;
    if (message.kind === 'progress') {
      call.progress(message.fraction);
      return;
    }
    pending.delete(message.id);
    switch (message.kind) {
      case 'done':
        call.done(message);
        break;
      case 'rejected':
        call.reject(new AnalysisError(message.message));
        break;
      case 'failed':
        call.reject(message.error);
        break;
      default:
        message satisfies never;
    }
  }

  function call<K extends Task>(
    task: K,
    request: (id: number) => Start,
    inputs: readonly Embeddings[],
    { signal, onProgress }: CallOptions,
  ): Promise<Results[K]> {
    return new Promise((resolve, reject) => {
      if (closed) throw new AnalysisError('The analysis is closed: reload the page.');
      signal?.throwIfAborted();
      const target = running();
      lastId += 1;
      const id = lastId;
      const onAbort = () => {
        pending.delete(id);
        stop(id);
        reject(signal?.reason);
      };
      const settled = () => signal?.removeEventListener('abort', onAbort);
      pending.set(id, {
        progress: (fraction) => onProgress?.(fraction),
        done: (message) => {
          settled();
          if (isOf(task, message)) resolve(message.result);
        },
        reject: (reason) => {
          settled();
          reject(reason);
        },
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      if (pending.size === 1) lastHeard = performance.now();
      target.postMessage(
        request(id) satisfies ToWorker,
        inputs.map(({ vectors }) => vectors.buffer),
      );
    });
  }

  return {
    async similarity(a, b, options = {}) {
      const input = { a: copy(a), b: copy(b) };
      return call(
        'similarity',
        (id) => ({ kind: 'similarity', id, input }),
        [input.a, input.b],
        options,
      );
    },
    async retrieve(queries, documents, k, options = {}) {
      const input = { queries: copy(queries), documents: copy(documents), k };
      return call(
        'retrieve',
        (id) => ({ kind: 'retrieve', id, input }),
        [input.queries, input.documents],
        options,
      );
    },
    async cluster(embeddings, { signal, onProgress, ...options }) {
      const input = { embeddings: copy(embeddings), options };
      return call('cluster', (id) => ({ kind: 'cluster', id, input }), [input.embeddings], {
        ...(signal && { signal }),
        ...(onProgress && { onProgress }),
      });
    },
    async project(embeddings, { signal, onProgress, ...options }) {
      const input = { embeddings: copy(embeddings), options };
      return call('project', (id) => ({ kind: 'project', id, input }), [input.embeddings], {
        ...(signal && { signal }),
        ...(onProgress && { onProgress }),
      });
    },
    close() {
      closed = true;
      rejectAll('The analysis was closed.');
    },
  };
}

function isOf<K extends Task>(task: K, done: Done): done is Done & DoneOf<K> {
  return done.task === task;
}

/** The same rows in a buffer of their own, which can be handed over: the caller keeps theirs. */
function copy({
  vectors,
  count,
  dim,
}: Embeddings): Embeddings & { vectors: Float32Array<ArrayBuffer> } {
  return { vectors: new Float32Array(vectors), count, dim };
}
