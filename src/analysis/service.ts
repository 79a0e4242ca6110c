import { agree } from './agree.ts';
import { align } from './align.ts';
import { compare } from './compare.ts';
import { drive } from './drive.ts';
import { cluster } from './kmeans.ts';
import { project } from './project.ts';
import type { Done, DoneOf, FromWorker, Results, Start, Task, ToWorker } from './protocol.ts';
import { retrieve } from './retrieval.ts';
import { similarity } from './similarity.ts';
import type { Steps } from './steps.ts';
import { suggestK } from './suggest-k.ts';
import { distinctiveTerms } from './terms.ts';
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

function perform(request: Start, options: CallOptions): Promise<Done> {
  const { id } = request;

  async function run<K extends Task>(task: K, steps: Steps<Results[K]>): Promise<DoneOf<K>> {
    return { kind: 'done', id, task, result: await drive(steps, options) };
  }

  switch (request.kind) {
    case 'similarity':
      return run(request.kind, similarity(request.input.a, request.input.b));
    case 'retrieve': {
      const { queries, documents, k } = request.input;
      return run(request.kind, retrieve(queries, documents, k));
    }
    case 'cluster':
      return run(request.kind, cluster(request.input.embeddings, request.input.options));
    case 'suggestK':
      return run(request.kind, suggestK(request.input.embeddings, request.input.options));
    case 'project':
      return run(request.kind, project(request.input.embeddings, request.input.options));
    case 'compare': {
      const { from, to, options: how } = request.input;
      return run(request.kind, compare(from, to, how));
    }
    case 'agree':
      return run(request.kind, agree(request.input.a, request.input.b));
    case 'align':
      return run(request.kind, align(request.input.fixed, request.input.moving));
    case 'terms': {
      const { texts, labels, count } = request.input;
      return run(request.kind, distinctiveTerms(texts, labels, count));
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
    case 'compare':
      return [done.result.moved.buffer, done.result.movement.buffer, done.result.shift.buffer];
    case 'agree':
      return [done.result.counts.buffer];
    case 'align':
      return [done.result.coordinates.buffer];
    case 'terms':
    case 'suggestK':
      return [];
  }
}

function refusal(id: number, error: unknown): FromWorker {
  if (error instanceof AnalysisError) return { kind: 'rejected', id, message: error.message };
  return { kind: 'failed', id, error: error instanceof Error ? error : new Error(String(error)) };
}
