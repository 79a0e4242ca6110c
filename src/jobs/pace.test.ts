import { expect, test } from 'vitest';
import { paceOf } from './pace.ts';

test('the time left is that of the rest at the pace so far', () => {
  expect(paceOf({ done: 20, total: 100, elapsedMs: 4000 })).toEqual({ rate: 5, secondsLeft: 16 });
  expect(paceOf({ done: 100, total: 100, elapsedMs: 4000 }).secondsLeft).toBe(0);
});

test('there is no pace until something is done', () => {
  const none = { rate: null, secondsLeft: null };
  expect(paceOf({ done: 0, total: 100, elapsedMs: 4000 })).toEqual(none);
  expect(paceOf({ done: 1, total: 100, elapsedMs: 0 })).toEqual(none);
  expect(paceOf({ done: 50, total: 100, elapsedMs: 4000, before: 50 })).toEqual(none);
});

test('what was done before says nothing of the pace', () => {
  const pace = paceOf({ done: 60, total: 100, before: 50, elapsedMs: 2000 });
  expect(pace).toEqual({ rate: 5, secondsLeft: 8 });
});

test('no time is told while the pace is that of the start', () => {
  const start = { done: 20, total: 100, unsureMs: 1000 };
  expect(paceOf({ ...start, elapsedMs: 1000 })).toEqual({ rate: 20, secondsLeft: null });
  expect(paceOf({ ...start, elapsedMs: 2000 }).secondsLeft).toBe(8);
});
