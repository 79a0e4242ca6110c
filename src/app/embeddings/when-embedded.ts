import { app } from '../app.ts';

/**
 * Resolves once no wanted pair is missing.
 * @param missing Counts those that are not embedded yet.
 * @param how `fail` makes the error for embedding that failed or was cancelled.
 * @throws What `fail` makes; the signal's reason.
 */
export function whenEmbedded(
  missing: () => number,
  how: {
    readonly signal: AbortSignal;
    readonly onLeft: (left: number) => void;
    readonly fail: (reason: string) => Error;
  },
): Promise<void> {
  const { signal, onLeft, fail } = how;
  const { embeddings } = app();
  embeddings.schedule();
  return new Promise((resolve, reject) => {
    const look = () => {
      const { error, cancelled } = embeddings.store.getState();
      const left = missing();
      onLeft(left);
      if (left === 0) done(resolve);
      else if (error !== null) done(() => reject(fail(error)));
      else if (cancelled) done(() => reject(fail('Embedding was cancelled.')));
    };
    const stop = embeddings.store.subscribe(look);
    const onAbort = () => done(() => reject(signal.reason));
    signal.addEventListener('abort', onAbort);
    function done(then: () => void) {
      stop();
      signal.removeEventListener('abort', onAbort);
      then();
    }
  });
}
