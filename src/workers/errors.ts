/** Errors across a worker boundary: they keep their classes, causes and fields. */

/** Classes by the `name` of their instances; minifying changes the class's own name. */
export type ErrorClasses = Readonly<Record<string, { readonly prototype: Error }>>;

/** An error of a class that the receiver does not know. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  /** Name of the error in the worker. */
  readonly remoteName: string;

  constructor(message: string, remoteName: string, options?: ErrorOptions) {
    super(message, options);
    this.remoteName = remoteName;
  }
}

/** Reason of a crash whose `error` event has no message. */
export const SCRIPT_NOT_LOADED = 'its script did not load';

/** A worker stopped: an uncaught error, a script that did not load, or an unreadable message. */
export class WorkerCrashError extends Error {
  override readonly name = 'WorkerCrashError';
  readonly worker: string;
  readonly reason: string;

  constructor(worker: string, reason: string) {
    super(`the worker "${worker}" stopped: ${reason}`);
    this.worker = worker;
    this.reason = reason;
  }
}

export interface WireError {
  readonly kind: 'error' | 'dom-exception' | 'not-an-error';
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  /** Own enumerable properties except the ones above. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly cause?: WireError | { readonly kind: 'value'; readonly value: unknown };
}

const BUILT_IN: ErrorClasses = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

/** Most nested causes that cross; an error may be its own cause. */
const MAX_CAUSES = 8;

export function toWire(thrown: unknown, depth = 0): WireError {
  if (!(thrown instanceof Error)) {
    return { kind: 'not-an-error', name: typeof thrown, message: String(thrown) };
  }
  const { name, message, stack, cause } = thrown;
  if (thrown instanceof DOMException) return { kind: 'dom-exception', name, message };
  const { name: _, message: __, stack: ___, cause: ____, ...fields } = { ...thrown };
  const wire = { kind: 'error', name, message, stack, fields } as const;
  if (cause === undefined || depth === MAX_CAUSES) return wire;
  if (!(cause instanceof Error)) return { ...wire, cause: { kind: 'value', value: cause } };
  return { ...wire, cause: toWire(cause, depth + 1) };
}

/** Returns the error without parts that may not be clonable. */
export function bare({ fields: _, cause: __, ...rest }: WireError): WireError {
  return rest;
}

/**
 * Restores built-in errors, DOMExceptions (AbortError is one) and `classes` with their prototype, message,
 * cause and own fields, without calling their constructors. Others come back as {@link RemoteError}.
 */
export function fromWire(wire: WireError, classes: ErrorClasses): Error {
  const { kind, name, message, stack } = wire;
  if (kind === 'dom-exception') return new DOMException(message, name);
  const known = { ...classes, ...BUILT_IN };
  const options = causeOf(wire, classes);
  if (kind === 'not-an-error' || !Object.hasOwn(known, name)) {
    return new RemoteError(message, name, options);
  }
  const error = new Error(message, options);
  Object.setPrototypeOf(error, known[name]!.prototype);
  Object.assign(error, wire.fields, { stack });
  if (error.name !== name) error.name = name;
  return error;
}

function causeOf({ cause }: WireError, classes: ErrorClasses): ErrorOptions {
  if (cause === undefined) return {};
  return { cause: cause.kind === 'value' ? cause.value : fromWire(cause, classes) };
}
