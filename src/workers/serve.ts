/** The worker's end of a boundary: handlers answer calls. */
import { bare, toWire } from './errors.ts';
import type { CallOf, Methods, Reply, WorkerRequest } from './messages.ts';
import { type Sent, unpack } from './transfer.ts';
import type { CallContext, ServerPort } from './types.ts';

type Handlers<Api extends Methods<Api>> = {
  readonly [Name in keyof Api]: (
    argument: Api[Name]['argument'],
    context: CallContext<Api[Name]['progress']>,
  ) => Sent<Api[Name]['result']> | Promise<Sent<Api[Name]['result']>>;
};

/**
 * Runs calls side by side. An error of a handler, or a result that cannot be cloned, rejects the call on the other
 * side.
 * @returns A function that sends an event to the other side.
 */
export function serve<Api extends Methods<Api>, Event = never>(
  port: ServerPort,
  handlers: Handlers<Api>,
): (event: Event) => void {
  const running = new Map<number, AbortController>();

  function post(message: Reply<Api, Event>, buffers: Transferable[] = []): void {
    port.postMessage(message, buffers);
  }

  function fail(id: number, thrown: unknown): void {
    const error = toWire(thrown);
    try {
      post({ kind: 'error', id, error });
    } catch {
      post({ kind: 'error', id, error: bare(error) });
    }
  }

  async function answer<Name extends keyof Api>({
    id,
    method,
    argument,
  }: CallOf<Api, Name>): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const result = await handlers[method](argument, {
        signal: controller.signal,
        onProgress: (progress) => post({ kind: 'progress', id, progress }),
      });
      const { value, buffers } = unpack(result);
      post({ kind: 'result', id, result: value }, buffers);
    } catch (error) {
      fail(id, error);
    } finally {
      running.delete(id);
    }
  }

  port.onmessage = ({ data }: MessageEvent<WorkerRequest<Api>>) => {
    if (data.kind === 'call') {
      void answer(data);
      return;
    }
    running.get(data.id)?.abort(new DOMException('The call was cancelled', 'AbortError'));
    post({ kind: 'heard', id: data.id });
  };
  // The event does not tell which call sent the request.
  port.onmessageerror = () => post({ kind: 'crashed', reason: 'it could not read a request' });

  return (event) => post({ kind: 'event', event });
}
