import { expect, test } from 'vitest';
import { settle } from '../../../testing/stand-in-engine.ts';
import { Jobs } from '../../jobs/jobs.ts';
import { Derived, type Inputs } from './derived.ts';

function setUp() {
  let inputs: Inputs<number> = { kind: 'empty' };
  const runs: {
    input: number;
    signal: AbortSignal;
    finish: (result: string) => void;
    fail: (e: Error) => void;
    onProgress: (fraction: number) => void;
    onDraft: (draft: string) => void;
  }[] = [];
  const jobs = new Jobs();
  const job = () => jobs.of('panel:map');
  const derived = new Derived<number, string>({
    begin: (cancel) => jobs.begin('panel:map', { title: 'Computing the map', cancel }),
    inputs: () => inputs,
    same: (a, b) => a === b,
    compute: (input, context) =>
      new Promise((finish, fail) => runs.push({ input, finish, fail, ...context })),
  });
  const set = (next: Inputs<number>) => {
    inputs = next;
    derived.update();
  };
  return { derived, runs, set, job, state: () => derived.store.getState() };
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

test('a computation that is cancelled by its job stops, says so, and starts again only by retry', async () => {
  const { derived, runs, set, state, job } = setUp();
  set({ kind: 'ready', input: 1 });
  runs[0]?.finish('one');
  await settle();
  set({ kind: 'ready', input: 2 });
  expect(state()).toMatchObject({ status: 'pending' });
  job()?.cancel();
  expect(job()).toBeNull();
  expect(runs[1]?.signal.aborted).toBe(true);
  expect(state()).toMatchObject({ status: 'error', result: 'one' });
  runs[1]?.finish('two');
  derived.update();
  await settle();
  expect(state()).toMatchObject({ status: 'error', result: 'one' });
  expect(runs).toHaveLength(2);
  derived.retry();
  runs[2]?.finish('two');
  await settle();
  expect(state()).toMatchObject({ status: 'ready', result: 'two' });
});

test('a first look is shown as one until the result is there, and never after it', async () => {
  const { runs, set, state } = setUp();
  set({ kind: 'ready', input: 1 });
  runs[0]?.finish('one');
  await settle();
  set({ kind: 'ready', input: 2 });
  runs[1]?.onDraft('nearly two');
  expect(state()).toMatchObject({ status: 'pending', result: 'nearly two', isDraft: true });
  // The result of the input before is gone.
  set({ kind: 'ready', input: 1 });
  expect(runs).toHaveLength(3);
  runs[1]?.onDraft('late');
  expect(state()).toMatchObject({ result: 'nearly two', isDraft: false });
  runs[2]?.finish('one');
  await settle();
  runs[2]?.onDraft('later');
  expect(state()).toMatchObject({ status: 'ready', result: 'one', isDraft: false });
});

test('empty and blocked inputs are said', () => {
  const { set, state } = setUp();
  set({ kind: 'blocked', reason: 'No model is running.' });
  expect(state()).toMatchObject({ status: 'error', error: 'No model is running.' });
  set({ kind: 'empty' });
  expect(state()).toMatchObject({ status: 'empty', result: null, error: null });
});

test('progress is told to the job and changes nothing of the state, so that no panel draws anew', async () => {
  const { derived, runs, set, job } = setUp();
  set({ kind: 'ready', input: 1 });
  let changes = 0;
  derived.store.subscribe(() => changes++);
  expect(job()).toMatchObject({ fraction: null });
  for (let i = 0; i <= 100; i++) runs[0]?.onProgress(i / 100);
  expect(job()?.fraction).not.toBeNull();
  expect(changes).toBe(0);
  set({ kind: 'ready', input: 2 });
  expect(job()).toMatchObject({ fraction: null });
  runs[0]?.onProgress(1);
  expect(job()).toMatchObject({ fraction: null });
  runs[1]?.finish('two');
  await settle();
  expect(job()).toBeNull();
});
