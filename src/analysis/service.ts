import { drive } from './drive.ts';
import { cluster } from './kmeans.ts';
import { project } from './project.ts';
import type { Done, FromWorker, Start, ToWorker } from './protocol.ts';
import { retrieve } from './retrieval.ts';
import { similarity } from './similarity.ts';
import { AnalysisError, type CallOptions } from './types.ts';

/** Sends an answer, handing over the buffers in `transfer`. */
export type Send = (message: FromWorker, transfer: Transferable[]) => void;

/**
 * The worker's side: takes requests, runs them side by side in slices, answers through `send`.
 * An abort is answered at once, aborted requests are not: the client has already rejected them.
 */
export function createService(send: Send): (message: ToWorker) => void {
  const running = new Map<number, AbortController>();

  async function start(request: Start): Promise<void> {
    const { id } = request;
    const controller = new AbortController();
    running.set(id, controller);
    const onProgress = (fraction: number) => send({ kind: 'progress', id, fraction }, []);
    try {
      const done = await perform(request, { signal: controller.signal, onProgress });
      send(done, buffersOf(done));
    } catch (error) {
      if (!controller.signal.aborted) send(refusal(id, error), []);
    } finally {
      running.delete(id);
    }
  }

  return (message) => {
    if (message.kind === 'abort') {
      running.get(message.id)?.abort();
      send({ kind: 'stopped', id: message.id }, []);
    } else void start(message);
  };
}

async function perform(request: Start, options: CallOptions): Promise<Done> {
  const { id, kind } = request;
  switch (kind) {
    case 'similarity': {
      const { a, b } = request.input;
      return { kind: 'done', id, task: kind, result: await drive(similarity(a, b), options) };
    }
    case 'retrieve': {
      const { queries, documents, k } = request.input;
      const result = await drive(retrieve(queries, documents, k), options);
      return { kind: 'done', id, task: kind, result };
    }
    case 'cluster': {
      const { embeddings, options: how } = request.input;
      return {
        kind: 'done',
        id,
        task: kind,
        result: await drive(cluster(embeddings, how), options),
      };
    }
    case 'project': {
      const { embeddings, options: how } = request.input;
      return {
        kind: 'done',
        id,
        task: kind,
        result: await drive(project(embeddings, how), options),
      };
    }
  }
}

function buffersOf(done: Done): Transferable[] {
  switch (done.task) {
    case 'similarity':
    case 'project':
      return [done.result.buffer];
    case 'retrieve':
      return [done.result.indices.buffer, done.result.scores.buffer];
    case 'cluster':
      return [done.result.labels.buffer];
  }
}

function refusal(id: number, error: unknown): FromWorker {
  if (error instanceof AnalysisError) return { kind: 'rejected', id, message: error.message };
  return { kind: 'failed', id, error: error instanceof Error ? error : new Error(String(error)) };
}
