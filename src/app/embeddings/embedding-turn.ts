/** Lets one tab of a browser at a time embed with a model; the others read the vectors it keeps. */

import type { Pair } from '../../engine/types.ts';

/** Milliseconds between two looks at the vectors that the other tab kept. */
const LOOK_MS = 1000;

/** The used part of `navigator.locks`. */
export type TurnLocks = Pick<LockManager, 'request'>;

/**
 * Waits until this tab may embed, and meanwhile takes the vectors that others keep.
 * @param name The same in all tabs that share the work.
 * @param recall Takes the kept vectors of some pairs, and returns the rest.
 * @param waiting Called with how many of `missing` came while another tab embeds.
 * @returns The pairs left to embed, and a function that ends the turn.
 * @throws AbortError on cancel.
 */
export async function shareWork(
  locks: TurnLocks | undefined,
  name: string,
  missing: readonly Pair[],
  {
    signal,
    recall,
    waiting,
  }: {
    readonly signal: AbortSignal;
    readonly recall: (pairs: readonly Pair[]) => Promise<readonly Pair[]>;
    readonly waiting: (done: number) => void;
  },
): Promise<{ readonly rest: readonly Pair[]; readonly end: () => void }> {
  let rest = missing;
  let waited = false;
  const look = async () => {
    waited = true;
    waiting(missing.length - rest.length);
    rest = await recall(rest);
    return rest.length > 0;
  };
  const end = await waitForTurn(locks, name, signal, look);
  if (end === null) return { rest: [], end: () => {} };
  try {
    if (waited) rest = await recall(rest);
  } catch (error) {
    end();
    throw error;
  }
  return { rest, end };
}

/**
 * Waits for this tab's turn.
 * @param name The same in all tabs that share the work.
 * @param look Called each second while another tab embeds. @returns whether there is still anything to wait for.
 * @returns A function that ends the turn; null where nothing is left to do.
 * @throws AbortError on cancel.
 */
async function waitForTurn(
  locks: TurnLocks | undefined,
  name: string,
  signal: AbortSignal,
  look: () => Promise<boolean>,
): Promise<(() => void) | null> {
  if (locks === undefined) return () => {};
  const controller = new AbortController();
  const turn = begin(locks, name, controller.signal);
  const abort = () => controller.abort(signal.reason);
  signal.addEventListener('abort', abort);
  try {
    for (;;) {
      const end = await Promise.race([turn, sleep(LOOK_MS)]);
      if (end !== undefined) return end;
      if (await look()) continue;
      controller.abort();
      // The lock may be granted at this very moment.
      turn.then((late) => late()).catch(() => {});
      return null;
    }
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Takes the lock and holds it until the function it resolves with is called. */
function begin(locks: TurnLocks, name: string, signal: AbortSignal): Promise<() => void> {
  return new Promise((resolve, reject) => {
    locks
      .request(`facet-embedding:${name}`, { signal }, () => {
        return new Promise<void>((end) => resolve(end));
      })
      .catch(reject);
  });
}

function sleep(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}
