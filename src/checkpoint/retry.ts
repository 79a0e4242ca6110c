/** Retries failures of a connection that may pass, with growing waits. */
import pRetry from 'p-retry';
import type { CheckpointError } from '../lib/checkpoint-error.ts';

/** Tries without any progress before a read fails, each after twice the previous wait. */
const RETRIES = 5;
const MAX_WAIT_MS = 30_000;

/** A failure that may pass. */
export class Transient extends Error {
  readonly error: CheckpointError;
  /** Wait that the server asked for, ms. */
  readonly waitMs: number;

  constructor(error: CheckpointError, waitMs = 0) {
    super(error.message, { cause: error });
    this.error = error;
    this.waitMs = Math.min(waitMs, MAX_WAIT_MS);
  }
}

/** @throws CheckpointError where `attempt` throws {@link Transient}. */
export async function once<Result>(attempt: () => Promise<Result>): Promise<Result> {
  try {
    return await attempt();
  } catch (error) {
    throw error instanceof Transient ? error.error : error;
  }
}

/**
 * Tries again after a {@link Transient} failure.
 * @param firstWaitMs Wait before the second try.
 * @param progress Bytes so far: a try that got further does not count.
 * @throws CheckpointError after the last try; the signal's reason on abort, also while waiting.
 */
export async function persistently<Result>(
  attempt: () => Promise<Result>,
  firstWaitMs = 500,
  signal: AbortSignal | undefined,
  progress: () => number = () => 0,
): Promise<Result> {
  let reached = progress();
  const result = once(() =>
    pRetry(attempt, {
      retries: RETRIES,
      minTimeout: firstWaitMs,
      maxTimeout: MAX_WAIT_MS,
      randomize: true,
      ...(signal === undefined ? {} : { signal }),
      shouldRetry: ({ error }) => error instanceof Transient,
      shouldConsumeRetry() {
        const further = progress() > reached;
        reached = progress();
        return !further;
      },
      async onFailedAttempt({ error, retriesLeft }) {
        if (error instanceof Transient && retriesLeft > 0) await wait(error.waitMs, signal);
      },
    }),
  );
  return result.catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms === 0 || signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
