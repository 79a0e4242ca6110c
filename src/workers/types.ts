/** The two ends of a boundary, and what may be said of a call beside its argument. */
import type { ErrorClasses, WorkerCrashError } from './errors.ts';

/** The part of `Worker` and of `MessagePort` that is used. */
export type Endpoint = {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  /** A worker's. */
  onerror?: ((event: ErrorEvent) => void) | null;
} & ({ terminate(): void } | { close(): void });

export interface ConnectOptions<Event = never> {
  /** Names the worker in errors. */
  readonly name: string;
  /** Those of the worker's errors that arrive as themselves. */
  readonly errors: ErrorClasses;
  /** In the caller's words, what open and later calls reject with after a crash. */
  readonly describeCrash?: (crash: WorkerCrashError) => Error;
  /** After the open calls were rejected. */
  readonly onCrash?: (crash: WorkerCrashError, described: Error) => void;
  readonly onEvent?: (event: Event) => void;
  /** Once, when the worker has ended, whatever the reason. */
  readonly onEnd?: () => void;
}

export interface CallOptions<Progress> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A call whose answer is waited for even after its abort. */
export interface Ongoing<Result> {
  /** What the worker answers: once aborted, an AbortError or a result that crossed with the abort. */
  readonly answer: Promise<Result>;
  /** Resolves when the worker has heard of it, or has ended. */
  abort(): Promise<void>;
}

/** The part of a worker's global scope and of `MessagePort` that is used. */
export interface ServerPort {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

export interface CallContext<Progress> {
  /** Aborts, with an AbortError, when the caller does. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}
