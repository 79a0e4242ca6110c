/** Long work on a thread that others need too: signals of a process, messages of a worker. */

/** Longest stretch of work between two turns, in milliseconds. */
const SLICE_MS = 20;

/** When this thread last gave a turn. */
let last = 0;

/**
 * Lets the thread's other work in, between steps of long work, if it has waited for a while; costs nothing otherwise.
 * @throws the signal's reason once it is aborted.
 */
export async function giveTurn(signal?: AbortSignal): Promise<void> {
  if (performance.now() - last >= SLICE_MS) {
    await nextTask();
    last = performance.now();
  }
  signal?.throwIfAborted();
}

/** Resolves after the thread's other work that waits now. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
