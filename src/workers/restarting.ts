/** Calls to a worker that may be replaced: ending a worker for one call loses no other call. */
import { Connection } from './connect.ts';
import type { Methods } from './messages.ts';
import type { Sent } from './transfer.ts';
import type { CallOptions, ConnectOptions, Endpoint } from './types.ts';

interface RestartOptions<Api extends Methods<Api>> extends ConnectOptions {
  /** Sends each new worker what it needs before the first call. */
  readonly onStart?: (connection: Connection<Api>) => void;
  /**
   * Milliseconds after which a worker that has not heard of an abort is replaced: it is in a step that cannot be
   * stopped.
   */
  readonly silenceMs: number;
}

/**
 * A connection whose worker starts with the first call. A crash rejects the open calls, and the next call starts a
 * fresh worker. When the worker is replaced, the other calls restart in the new one.
 */
export class RestartingConnection<Api extends Methods<Api>> {
  readonly #start: () => Endpoint;
  readonly #options: RestartOptions<Api>;
  /** Restarts of the calls under way. */
  readonly #underWay = new Set<() => void>();
  #connection: Connection<Api> | null = null;
  #closed: Error | null = null;

  constructor(start: () => Endpoint, options: RestartOptions<Api>) {
    this.#start = start;
    this.#options = options;
  }

  /**
   * @param argument Makes the argument for each worker in which the call starts; it may be transferred.
   * @param options Progress may restart. An abort rejects at once with the signal's reason.
   */
  call<Name extends keyof Api>(
    method: Name,
    argument: () => Sent<Api[Name]['argument']>,
    { signal, onProgress }: CallOptions<Api[Name]['progress']> = {},
  ): Promise<Api[Name]['result']> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== null) throw this.#closed;
      signal?.throwIfAborted();
      /** Number of workers in which the call has started; answers of earlier ones are ignored. */
      let begun = 0;
      let abort = () => Promise.resolve();
      const settle = () => {
        begun = -1;
        this.#underWay.delete(begin);
        signal?.removeEventListener('abort', onAbort);
      };
      const onAbort = () => {
        settle();
        reject(signal!.reason);
        this.#stop(abort);
      };
      const begin = () => {
        const attempt = ++begun;
        const ifCurrent =
          <Value>(use: (value: Value) => void) =>
          (value: Value) => {
            if (attempt === begun) use(value);
          };
        const ongoing = this.#running().open(
          method,
          argument(),
          ifCurrent((progress: Api[Name]['progress']) => onProgress?.(progress)),
        );
        abort = ongoing.abort;
        ongoing.answer.then(
          ifCurrent((result) => {
            settle();
            resolve(result);
          }),
          ifCurrent((error) => {
            settle();
            reject(error);
          }),
        );
      };
      begin();
      this.#underWay.add(begin);
      signal?.addEventListener('abort', onAbort);
    });
  }

  close(error: Error): void {
    this.#closed = error;
    this.#connection?.close(error);
  }

  #running(): Connection<Api> {
    if (this.#connection === null || this.#connection.ended !== null) {
      this.#connection = new Connection(this.#start(), this.#options);
      this.#options.onStart?.(this.#connection);
    }
    return this.#connection;
  }

  /** Ends a call's work, and the worker too if it does not listen. */
  #stop(abort: () => Promise<void>): void {
    // True also once the worker ended: of two aborted calls, the first replaces the worker.
    let heard = false;
    const giveUp = () => {
      if (!heard) this.#replace();
    };
    // Waits one more turn of the queue: if this thread was blocked, the answer is waiting there.
    const timer = setTimeout(() => setTimeout(giveUp), this.#options.silenceMs);
    void abort().then(() => {
      heard = true;
      clearTimeout(timer);
    });
  }

  #replace(): void {
    this.#connection?.close(new Error('the worker was replaced'));
    for (const begin of [...this.#underWay]) begin();
  }
}
