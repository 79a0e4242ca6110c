/** The caller's end of a boundary: typed calls to a worker. */
import { fromWire, SCRIPT_NOT_LOADED, WorkerCrashError } from './errors.ts';
import type { Abort, CallOf, Methods, Reply } from './messages.ts';
import { type Sent, unpack } from './transfer.ts';
import type { CallOptions, ConnectOptions, Endpoint, Ongoing } from './types.ts';

interface Pending<Api extends Methods<Api>> {
  resolve(result: Api[keyof Api]['result']): void;
  reject(error: Error): void;
  onProgress(progress: Api[keyof Api]['progress']): void;
}

/** A worker's connection. It ends with the worker's first crash or with `close`. */
export class Connection<Api extends Methods<Api>, Event = never> {
  readonly #endpoint: Endpoint;
  readonly #options: ConnectOptions<Event>;
  readonly #calls = new Map<number, Pending<Api>>();
  /** Aborts that the worker has not acknowledged yet, by call. */
  readonly #unheard = new Map<number, () => void>();
  #nextId = 0;
  #ended: Error | null = null;

  constructor(endpoint: Endpoint, options: ConnectOptions<Event>) {
    this.#endpoint = endpoint;
    this.#options = options;
    endpoint.onmessage = ({ data }: MessageEvent<Reply<Api, Event>>) => this.#receive(data);
    endpoint.onmessageerror = () => this.#crash('its message could not be read');
    endpoint.onerror = (event) => {
      event.preventDefault();
      this.#crash(event.message || SCRIPT_NOT_LOADED);
    };
  }

  /** Reason for refusing calls, once the worker crashed or was closed. */
  get ended(): Error | null {
    return this.#ended;
  }

  /**
   * Rejects with the signal's reason as soon as it is aborted, whatever the worker does then.
   * @throws The worker's error; the crash's if it stops; DataCloneError if the argument cannot be sent.
   */
  call<Name extends keyof Api>(
    method: Name,
    argument: Sent<Api[Name]['argument']>,
    { signal, onProgress }: CallOptions<Api[Name]['progress']> = {},
  ): Promise<Api[Name]['result']> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const { answer, abort } = this.open(method, argument, (progress) => {
        if (!signal?.aborted) onProgress?.(progress);
      });
      const onAbort = () => {
        reject(signal!.reason);
        void abort();
      };
      signal?.addEventListener('abort', onAbort);
      const settle =
        <Value>(use: (value: Value) => void) =>
        (value: Value) => {
          signal?.removeEventListener('abort', onAbort);
          use(value);
        };
      answer.then(settle(resolve), settle(reject));
    });
  }

  /** Like `call`, for callers who must know when an aborted call's work has ended. */
  open<Name extends keyof Api>(
    method: Name,
    argument: Sent<Api[Name]['argument']>,
    onProgress: (progress: Api[Name]['progress']) => void = () => {},
  ): Ongoing<Api[Name]['result']> {
    const id = this.#nextId++;
    const answer = new Promise<Api[Name]['result']>((resolve, reject) => {
      if (this.#ended !== null) throw this.#ended;
      const { value, buffers } = unpack(argument);
      const call = { kind: 'call', id, method, argument: value } satisfies CallOf<Api, Name>;
      this.#endpoint.postMessage(call, buffers);
      this.#calls.set(id, { resolve, reject, onProgress });
    });
    return { answer, abort: () => this.#abort(id) };
  }

  /** Ends the worker: open and later calls reject with `error`. */
  close(error: Error): void {
    if (this.#ended !== null) return;
    this.#ended = error;
    const { onEnd } = this.#options;
    if ('terminate' in this.#endpoint) this.#endpoint.terminate();
    else this.#endpoint.close();
    onEnd?.();
    for (const { reject } of this.#calls.values()) reject(error);
    this.#calls.clear();
    for (const heard of this.#unheard.values()) heard();
    this.#unheard.clear();
  }

  #abort(id: number): Promise<void> {
    if (this.#ended !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#unheard.set(id, resolve);
      this.#endpoint.postMessage({ kind: 'abort', id } satisfies Abort, []);
    });
  }

  #crash(reason: string): void {
    if (this.#ended !== null) return;
    const { name, describeCrash, onCrash } = this.#options;
    const crash = new WorkerCrashError(name, reason);
    const described = describeCrash?.(crash) ?? crash;
    this.close(described);
    onCrash?.(crash, described);
  }

  #receive(reply: Reply<Api, Event>): void {
    // A port may still deliver messages that were on their way.
    if (this.#ended !== null) return;
    switch (reply.kind) {
      case 'result':
        this.#take(reply.id)?.resolve(reply.result);
        break;
      case 'error':
        this.#take(reply.id)?.reject(fromWire(reply.error, this.#options.errors));
        break;
      case 'progress':
        this.#calls.get(reply.id)?.onProgress(reply.progress);
        break;
      case 'heard':
        this.#unheard.get(reply.id)?.();
        this.#unheard.delete(reply.id);
        break;
      case 'event':
        this.#options.onEvent?.(reply.event);
        break;
      case 'crashed':
        this.#crash(reply.reason);
        break;
      default:
        reply satisfies never;
    }
  }

  #take(id: number): Pending<Api> | undefined {
    const pending = this.#calls.get(id);
    this.#calls.delete(id);
    return pending;
  }
}
