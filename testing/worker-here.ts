import type { WorkerRequest } from '../src/workers/messages.ts';
import type { Endpoint, ServerPort } from '../src/workers/types.ts';

/**
 * A worker in this thread.
 * @param answer Serves the worker's end.
 * @param tasks Takes the names of the calls.
 */
export function workerHere(answer: (port: ServerPort) => void, tasks: string[]): Endpoint {
  const server: ServerPort = {
    onmessage: null,
    onmessageerror: null,
    postMessage: (data) => worker.onmessage?.({ data } as MessageEvent),
  };
  const worker: Endpoint = {
    onmessage: null,
    onmessageerror: null,
    terminate: () => undefined,
    // biome-ignore lint/suspicious/noExplicitAny: the calls of any worker
    postMessage(data: WorkerRequest<any>) {
      if (data.kind === 'call' && data.method !== 'connect') tasks.push(String(data.method));
      server.onmessage?.({ data } as MessageEvent);
    },
  };
  answer(server);
  return worker;
}
