/**
 * Messages between a worker and its caller. An API is an interface that maps a method's name to its
 * argument, its result and its progress. Every message except an event carries the id of its call.
 */
import type { WireError } from './errors.ts';

/** A method of a worker; `progress: never` if it reports none. */
interface Method {
  readonly argument: unknown;
  readonly result: unknown;
  readonly progress: unknown;
}

export type Methods<Api> = { readonly [Name in keyof Api]: Method };

/** Caller → worker. */
export type WorkerRequest<Api extends Methods<Api>> = CallOf<Api> | Abort;

export type CallOf<Api extends Methods<Api>, Name extends keyof Api = keyof Api> = {
  [Each in Name]: {
    readonly kind: 'call';
    readonly id: number;
    readonly method: Each;
    readonly argument: Api[Each]['argument'];
  };
}[Name];

export interface Abort {
  readonly kind: 'abort';
  readonly id: number;
}

/** Worker → caller. One `result` or `error` answers every call, even an aborted one, once its handler has ended. */
export type Reply<Api extends Methods<Api>, Event> =
  | { readonly kind: 'result'; readonly id: number; readonly result: Api[keyof Api]['result'] }
  | { readonly kind: 'error'; readonly id: number; readonly error: WireError }
  | {
      readonly kind: 'progress';
      readonly id: number;
      readonly progress: Api[keyof Api]['progress'];
    }
  /** The abort of a call arrived; its handler may still be working. */
  | { readonly kind: 'heard'; readonly id: number }
  /** A message that no call asked for. */
  | { readonly kind: 'event'; readonly event: Event }
  /** Sent for a worker that cannot send: a relay's worker stopped, or a request was unreadable. */
  | { readonly kind: 'crashed'; readonly reason: string };
