/** The two ends of a boundary, and the options of a call. */
import type { ErrorClasses, WorkerCrashError } from './errors.ts';

/** The used part of `Worker` and `MessagePort`. */
export type Endpoint = {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  /** Handler of a worker's uncaught errors. */
  onerror?: ((event: ErrorEvent) => void) | null;
} & ({ terminate(): void } | { close(): void });

export interface ConnectOptions<Event = never> {
  /** Name of the worker in errors. */
  readonly name: string;
  /** Classes of the worker's errors that cross as themselves. */
  readonly errors: ErrorClasses;
  /** Makes the error, in the caller's words, with which open and later calls reject after a crash. */
  readonly describeCrash?: (crash: WorkerCrashError) => Error;
  /** Called after a crash rejected the open calls. */
  readonly onCrash?: (crash: WorkerCrashError, described: Error) => void;
  readonly onEvent?: (event: Event) => void;
  /** Called once when the worker has ended, for any reason. */
  readonly onEnd?: () => void;
}

export interface CallOptions<Progress> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A call whose answer is awaited even after its abort. */
export interface Ongoing<Result> {
  /** The worker's answer: after an abort, an AbortError or a result that crossed with the abort. */
  readonly answer: Promise<Result>;
  /** Resolves when the worker acknowledged the abort, or ended. */
  abort(): Promise<void>;
}

/** The used part of a worker's global scope and `MessagePort`. */
export interface ServerPort {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

export interface CallContext<Progress> {
  /** Aborts with an AbortError when the caller aborts. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}
