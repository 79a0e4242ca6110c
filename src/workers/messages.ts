/**
 * What crosses between a worker and who calls it. An API is an interface that maps a method's name to its argument,
 * its result and its progress; every message but an event carries the id of its call.
 */
import type { WireError } from './errors.ts';

/** A method of a worker; `progress: never` where it reports none. */
interface Method {
  readonly argument: unknown;
  readonly result: unknown;
  readonly progress: unknown;
}

export type Methods<Api> = { readonly [Name in keyof Api]: Method };

/** Caller → worker. */
export type Request<Api extends Methods<Api>> = CallOf<Api> | Abort;

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

/** Worker → caller. Every call is answered by one `result` or `error`, an aborted one too, once its handler has ended. */
export type Reply<Api extends Methods<Api>, Event> =
  | { readonly kind: 'result'; readonly id: number; readonly result: Api[keyof Api]['result'] }
  | { readonly kind: 'error'; readonly id: number; readonly error: WireError }
  | {
      readonly kind: 'progress';
      readonly id: number;
      readonly progress: Api[keyof Api]['progress'];
    }
  /** The abort of a call arrived, at once; its handler may still be at work. */
  | { readonly kind: 'heard'; readonly id: number }
  /** Nobody asked. */
  | { readonly kind: 'event'; readonly event: Event }
  /** Said on behalf of a worker that cannot: a relay's worker stopped, or a request could not be read. */
  | { readonly kind: 'crashed'; readonly reason: string };
