import { startModuleWorker } from '../workers/start.ts';
import type { Done, DoneOf, FromWorker, Results, Start, Task, ToWorker } from './protocol.ts';
import { type Analysis, AnalysisError, type CallOptions, type Embeddings } from './types.ts';
import script from './worker.ts?worker&url';

/** The part of `Worker` that the client uses. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate'> & {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
};

interface Pending {
  /** Posts the request with its own copy of the rows; again to the next worker if need be. */
  readonly send: (target: WorkerLike) => void;
  readonly done: (message: Done) => void;
  readonly progress: (fraction: number) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * A worker answers an abort between two slices of a few milliseconds; one that has not after so
 * long is in a step that cannot be stopped. In milliseconds.
 */
const SILENCE_MS = 150;

const startWorker = (): WorkerLike => startModuleWorker(script, import.meta.url, 'facet-analysis');

/**
 * The analysis over a worker, which starts with the first call. Should it crash, the calls under
 * way reject with AnalysisError and the next call starts a fresh one. A cancelled call rejects at
 * once with the signal's reason (an AbortError by default) and its work stops within a few
 * milliseconds. Calls share the worker in time slices, so none waits for another to end; only the
 * start of a large UMAP is one long step. When a call is cancelled in such a step, the worker is
 * replaced, and the other calls begin again in the new one: the caller's rows must not change
 * before the answer.
 */
export function createAnalysisClient(start: () => WorkerLike = startWorker): Analysis {
  const pending = new Map<number, Pending>();
  let worker: WorkerLike | undefined;
  let closed = false;
  let lastId = 0;
  /** Aborts that the worker has not answered yet. */
  const unanswered = new Map<number, ReturnType<typeof setTimeout>>();

  function endWorker(): void {
    worker?.terminate();
    worker = undefined;
    for (const timer of unanswered.values()) clearTimeout(timer);
    unanswered.clear();
  }

  function rejectAll(message: string): void {
    endWorker();
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
          // A script that does not load gives no message.
          event.message
            ? `The analysis worker crashed (${event.message}): try again.`
            : 'The analysis did not start: its script did not load. Check that the server of this page runs and that you are connected, and try again.',
        );
      }
    };
    fresh.onmessageerror = () => {
      if (worker === fresh) rejectAll('An answer of the analysis worker was lost: try again.');
    };
    worker = fresh;
    return fresh;
  }

  /** Ends the work of `id`; with the worker, if it does not listen. */
  function stop(id: number): void {
    worker?.postMessage({ kind: 'abort', id } satisfies ToWorker);
    const giveUp = () => {
      if (unanswered.has(id)) replaceWorker();
    };
    // Once more round the queue: where this thread itself was held up, the answer is waiting there.
    unanswered.set(
      id,
      setTimeout(() => setTimeout(giveUp), SILENCE_MS),
    );
  }

  function replaceWorker(): void {
    endWorker();
    if (pending.size === 0) return;
    const next = running();
    for (const { send } of pending.values()) send(next);
  }

  function receive(message: FromWorker): void {
    if (message.kind === 'stopped') {
      clearTimeout(unanswered.get(message.id));
      unanswered.delete(message.id);
      return;
    }
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

  /** `request` makes the message and names the buffers to hand over. */
  function call<K extends Task>(
    task: K,
    request: (id: number) => readonly [message: Start, rows: readonly Copied[]],
    { signal, onProgress }: CallOptions,
  ): Promise<Results[K]> {
    return new Promise((resolve, reject) => {
      if (closed) throw new AnalysisError('The analysis is closed: reload the page.');
      signal?.throwIfAborted();
      lastId += 1;
      const id = lastId;
      // A call that had to begin again does not run backwards.
      let reported = 0;
      const onAbort = () => {
        pending.delete(id);
        stop(id);
        reject(signal?.reason);
      };
      const settled = () => signal?.removeEventListener('abort', onAbort);
      const made: Pending = {
        send(target) {
          const [message, rows] = request(id);
          target.postMessage(
            message satisfies ToWorker,
            rows.map(({ vectors }) => vectors.buffer),
          );
        },
        progress(fraction) {
          if (fraction < reported) return;
          reported = fraction;
          onProgress?.(fraction);
        },
        done(message) {
          settled();
          if (isOf(task, message)) resolve(message.result);
        },
        reject(reason) {
          settled();
          reject(reason);
        },
      };
      pending.set(id, made);
      signal?.addEventListener('abort', onAbort, { once: true });
      made.send(running());
    });
  }

  return {
    async similarity(a, b, options = {}) {
      return call(
        'similarity',
        (id) => {
          const input = { a: copy(a), b: copy(b) };
          return [{ kind: 'similarity', id, input }, [input.a, input.b]];
        },
        options,
      );
    },
    async retrieve(queries, documents, k, options = {}) {
      return call(
        'retrieve',
        (id) => {
          const input = { queries: copy(queries), documents: copy(documents), k };
          return [{ kind: 'retrieve', id, input }, [input.queries, input.documents]];
        },
        options,
      );
    },
    async cluster(rows, { signal, onProgress, ...options }) {
      return call(
        'cluster',
        (id) => {
          const embeddings = copy(rows);
          return [{ kind: 'cluster', id, input: { embeddings, options } }, [embeddings]];
        },
        callOptions(signal, onProgress),
      );
    },
    async project(rows, { signal, onProgress, ...options }) {
      return call(
        'project',
        (id) => {
          const embeddings = copy(rows);
          return [{ kind: 'project', id, input: { embeddings, options } }, [embeddings]];
        },
        callOptions(signal, onProgress),
      );
    },
    async compare(from, to, { signal, onProgress, ...options } = {}) {
      return call(
        'compare',
        (id) => {
          const input = { from: copy(from), to: copy(to), options };
          return [{ kind: 'compare', id, input }, [input.from, input.to]];
        },
        callOptions(signal, onProgress),
      );
    },
    async agree(a, b, options = {}) {
      return call('agree', (id) => [{ kind: 'agree', id, input: { a, b } }, []], options);
    },
    async align(fixed, moving, options = {}) {
      return call('align', (id) => [{ kind: 'align', id, input: { fixed, moving } }, []], options);
    },
    async terms(texts, labels, { signal, onProgress, count }) {
      return call(
        'terms',
        (id) => [{ kind: 'terms', id, input: { texts, labels, count } }, []],
        callOptions(signal, onProgress),
      );
    },
    async suggestK(rows, { signal, onProgress, ...options } = {}) {
      return call(
        'suggestK',
        (id) => {
          const embeddings = copy(rows);
          return [{ kind: 'suggestK', id, input: { embeddings, options } }, [embeddings]];
        },
        callOptions(signal, onProgress),
      );
    },
    close() {
      closed = true;
      rejectAll('The analysis was closed.');
    },
  };
}

function callOptions(
  signal: CallOptions['signal'],
  onProgress: CallOptions['onProgress'],
): CallOptions {
  return { ...(signal && { signal }), ...(onProgress && { onProgress }) };
}

function isOf<K extends Task>(task: K, done: Done): done is Done & DoneOf<K> {
  return done.task === task;
}

type Copied = Embeddings & { readonly vectors: Float32Array<ArrayBuffer> };

/** The same rows in a buffer of their own, which can be handed over: the caller keeps theirs. */
function copy({ vectors, count, dim }: Embeddings): Copied {
  return { vectors: new Float32Array(vectors), count, dim };
}
