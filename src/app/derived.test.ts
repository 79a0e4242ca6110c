import { expect, test } from 'vitest';
import { settle } from '../../testing/stand-in-engine.ts';
import { Derived, type Inputs } from './derived.ts';

function setUp() {
  let inputs: Inputs<number> = { kind: 'empty' };
  const runs: {
    input: number;
    signal: AbortSignal;
    finish: (result: string) => void;
    fail: (e: Error) => void;
  }[] = [];
  const derived = new Derived<number, string>({
    inputs: () => inputs,
    same: (a, b) => a === b,
    compute: (input, { signal }) =>
      new Promise((finish, fail) => runs.push({ input, signal, finish, fail })),
  });
  const set = (next: Inputs<number>) => {
    inputs = next;
    derived.update();
  };
  return { derived, runs, set, state: () => derived.store.getState() };
}

test('computes once for the same input and counts versions', async () => {
  const { runs, set, state } = setUp();
  set({ kind: 'ready', input: 1 });
  set({ kind: 'ready', input: 1 });
  expect(runs).toHaveLength(1);
  runs[0]?.finish('one');
  await settle();
  expect(state()).toMatchObject({ status: 'ready', version: 1, result: 'one' });
  set({ kind: 'ready', input: 1 });
  expect(runs).toHaveLength(1);
});

test('a stale result stays while vectors come and a new input supersedes the old', async () => {
  const { runs, set, state } = setUp();
  set({ kind: 'ready', input: 1 });
  runs[0]?.finish('one');
  await settle();
  set({ kind: 'waiting' });
  expect(state()).toMatchObject({ status: 'pending', result: 'one' });
  set({ kind: 'ready', input: 2 });
  set({ kind: 'ready', input: 3 });
  expect(runs[1]?.signal.aborted).toBe(true);
  runs[1]?.finish('two');
  await settle();
  expect(state()).toMatchObject({ status: 'pending', result: 'one' });
  runs[2]?.finish('three');
  await settle();
  expect(state()).toMatchObject({ status: 'ready', version: 2, result: 'three' });
});

test('going back to what was computed costs nothing', async () => {
  const { runs, set, state } = setUp();
  set({ kind: 'ready', input: 1 });
  runs[0]?.finish('one');
  await settle();
  set({ kind: 'waiting' });
  set({ kind: 'ready', input: 1 });
  expect(state()).toMatchObject({ status: 'ready', version: 1 });
  expect(runs).toHaveLength(1);
});

test('an error is not repeated by itself, only by retry', async () => {
  const { derived, runs, set, state } = setUp();
  set({ kind: 'ready', input: 1 });
  runs[0]?.fail(new Error('k is 0'));
  await settle();
  expect(state()).toMatchObject({ status: 'error', error: 'k is 0' });
  derived.update();
  expect(runs).toHaveLength(1);
  derived.retry();
  runs[1]?.finish('one');
  await settle();
  expect(state()).toMatchObject({ status: 'ready', error: null, result: 'one' });
});

test('a cancelled computation stops, says so, and starts again only by retry', async () => {
  const { derived, runs, set, state } = setUp();
  set({ kind: 'ready', input: 1 });
  runs[0]?.finish('one');
  await settle();
  set({ kind: 'ready', input: 2 });
  expect(state()).toMatchObject({ status: 'pending', computing: true });
  derived.cancel();
  expect(runs[1]?.signal.aborted).toBe(true);
  expect(state()).toMatchObject({ status: 'error', computing: false, result: 'one' });
  runs[1]?.finish('two');
  derived.update();
  await settle();
  expect(state()).toMatchObject({ status: 'error', result: 'one' });
  expect(runs).toHaveLength(2);
  derived.retry();
  runs[2]?.finish('two');
  await settle();
  expect(state()).toMatchObject({ status: 'ready', computing: false, result: 'two' });
});

test('empty and blocked inputs are said', () => {
  const { set, state } = setUp();
  set({ kind: 'blocked', reason: 'No model is running.' });
  expect(state()).toMatchObject({ status: 'error', error: 'No model is running.' });
  set({ kind: 'empty' });
  expect(state()).toMatchObject({ status: 'empty', result: null, error: null });
});
