/** Calls to a worker that comes and goes: no call is lost with a worker that was ended for another call's sake. */
import { Connection } from './connect.ts';
import type { Methods } from './messages.ts';
import type { Sent } from './transfer.ts';
import type { CallOptions, ConnectOptions, Endpoint } from './types.ts';

interface RestartOptions<Api extends Methods<Api>> extends ConnectOptions {
  /** Says to each worker that starts what it needs before the first call. */
  readonly onStart?: (connection: Connection<Api>) => void;
  /** A worker that has not heard of an abort after so many milliseconds is in a step that cannot be stopped: it is replaced. */
  readonly silenceMs: number;
}

/**
 * The worker starts with the first call. After a crash, whose calls reject, the next call starts a fresh one. When it is
 * replaced, the other calls begin again in the new one.
 */
export class RestartingConnection<Api extends Methods<Api>> {
  readonly #start: () => Endpoint;
  readonly #options: RestartOptions<Api>;
  /** Begins each call that is under way, anew. */
  readonly #underWay = new Set<() => void>();
  #connection: Connection<Api> | null = null;
  #closed: Error | null = null;

  constructor(start: () => Endpoint, options: RestartOptions<Api>) {
    this.#start = start;
    this.#options = options;
  }

  /**
   * @param argument Makes the argument, which may be handed over, for each worker that the call begins in.
   * @param options Progress may begin anew. An abort rejects at once with the signal's reason.
   */
  call<Name extends keyof Api>(
    method: Name,
    argument: () => Sent<Api[Name]['argument']>,
    { signal, onProgress }: CallOptions<Api[Name]['progress']> = {},
  ): Promise<Api[Name]['result']> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== null) throw this.#closed;
      signal?.throwIfAborted();
      /** Counts the workers that the call has begun in: what an earlier one answers is void. */
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

  /** Ends a call's work; with the worker, if that does not listen. */
  #stop(abort: () => Promise<void>): void {
    // Or ended: of two calls that were aborted, the first has the worker replaced.
    let heard = false;
    const giveUp = () => {
      if (!heard) this.#replace();
    };
    // Once more round the queue: where this thread itself was held up, the answer is waiting there.
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
