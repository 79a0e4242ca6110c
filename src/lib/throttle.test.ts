import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { throttle } from './throttle.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('the first value passes at once, then the latest of each interval, and the last is not lost', () => {
  const passed: number[] = [];
  const push = throttle((value: number) => passed.push(value), 100);
  for (let value = 0; value < 100; value++) {
    push(value);
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1000);
  expect(passed[0]).toBe(0);
  expect(passed.at(-1)).toBe(99);
  expect(passed.length).toBeGreaterThan(8);
  expect(passed.length).toBeLessThan(13);
});

test('after a rest a value passes at once again', () => {
  const passed: number[] = [];
  const push = throttle((value: number) => passed.push(value), 100);
  push(1);
  vi.advanceTimersByTime(250);
  push(2);
  expect(passed).toEqual([1, 2]);
});

test('a waiting value is passed on or dropped when asked', () => {
  const passed: number[] = [];
  const push = throttle((value: number) => passed.push(value), 100);
  push(1);
  push(2);
  push.flush();
  expect(passed).toEqual([1, 2]);
  push(3);
  push.drop();
  vi.advanceTimersByTime(1000);
  expect(passed).toEqual([1, 2]);
});
