import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { settle } from '../../../testing/stand-in-engine.ts';
import type { Pair } from '../../engine/types.ts';
import { shareWork, type TurnLocks } from './embedding-turn.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Exclusive locks that tabs share, as `navigator.locks` gives them: first come, first served. */
function createLocks(): TurnLocks {
  const tails = new Map<string, Promise<unknown>>();
  const request = async (
    name: string,
    { signal }: { signal: AbortSignal },
    hold: () => Promise<void>,
  ) => {
    const before = tails.get(name) ?? Promise.resolve();
    const aborted = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason)),
    );
    const mine = Promise.race([before, aborted]).then(hold);
    // One that gave up lets those behind it wait for the one before.
    tails.set(
      name,
      mine.catch(() => before),
    );
    return mine;
  };
  return { request } as unknown as TurnLocks;
}

const PAIRS: Pair[] = ['a', 'b', 'c'].map((text) => ['i', text]);

function tab(locks: TurnLocks, kept: Set<string>, name = 'model') {
  const controller = new AbortController();
  const waits: number[] = [];
  const work = shareWork(locks, name, PAIRS, {
    signal: controller.signal,
    recall: async (pairs) => pairs.filter(([, text]) => !kept.has(text)),
    waiting: (done) => waits.push(done),
  });
  work.catch(() => {});
  return { work, waits, controller };
}

test('the second tab reads what the first keeps, and says so; it embeds what is left', async () => {
  const [locks, kept] = [createLocks(), new Set<string>()];
  const { end } = await tab(locks, kept).work;
  const second = tab(locks, kept);
  await vi.advanceTimersByTimeAsync(1000);
  kept.add('a');
  await vi.advanceTimersByTimeAsync(2000);
  expect(second.waits).toEqual([0, 0, 1]);
  kept.add('b');
  end();
  const { rest } = await second.work;
  expect(rest).toEqual([['i', 'c']]);
});

test('a tab for which the first brought everything has nothing to do, and holds up nobody', async () => {
  const [locks, kept] = [createLocks(), new Set<string>()];
  const { end } = await tab(locks, kept).work;
  const second = tab(locks, kept);
  for (const [, text] of PAIRS) kept.add(text);
  await vi.advanceTimersByTimeAsync(1000);
  expect((await second.work).rest).toEqual([]);
  kept.clear();
  const third = tab(locks, kept);
  end();
  expect((await third.work).rest).toEqual(PAIRS);
});

test('a wait is cancelled; another model, and a browser without locks, wait for nobody', async () => {
  const [locks, kept] = [createLocks(), new Set<string>()];
  await tab(locks, kept).work;
  const second = tab(locks, kept);
  second.controller.abort(new DOMException('Cancelled', 'AbortError'));
  await expect(second.work).rejects.toThrow('Cancelled');
  expect((await tab(locks, kept, 'other').work).rest).toEqual(PAIRS);
  const alone = await shareWork(undefined, 'model', PAIRS, {
    signal: new AbortController().signal,
    recall: async () => [],
    waiting: () => {},
  });
  await settle();
  expect(alone.rest).toEqual(PAIRS);
});
