import type { Steps } from './steps.ts';
import type { AnalysisOptions } from './types.ts';

/** Milliseconds of work between two looks at the message queue. */
const SLICE_MS = 12;
/** Milliseconds between two messages of progress: each wakes the page. */
const REPORT_MS = 100;

/**
 * Runs `steps` in slices and lets messages in between, so that an abort takes effect within a slice and several tasks
 * share the thread.
 * @throws the signal's reason (an AbortError by default) once it is aborted.
 */
export async function drive<Result>(
  steps: Steps<Result>,
  { signal, onProgress }: AnalysisOptions,
): Promise<Result> {
  let reportAt = 0;
  for (;;) {
    signal?.throwIfAborted();
    const end = performance.now() + SLICE_MS;
    let fraction = 0;
    do {
      const step = steps.next();
      if (step.done) return step.value;
      fraction = step.value;
    } while (performance.now() < end);
    const now = performance.now();
    if (now >= reportAt) {
      reportAt = now + REPORT_MS;
      onProgress?.(fraction);
    }
    await nextMessage();
  }
}

/** Resolves after the messages now waiting. Timers would too, but they are held back by 4 ms each. */
function nextMessage(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
