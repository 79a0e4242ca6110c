import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ImportPace } from './pace.ts';
import type { ImportProgress } from './types.ts';

let seen: ImportProgress[];
let pace: ImportPace;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  seen = [];
  pace = new ImportPace((progress) => seen.push(progress));
});
afterEach(() => {
  vi.useRealTimers();
});

const last = () => seen.at(-1)!;

test('read bytes count half until they are stored', () => {
  pace.begin(1000);
  vi.advanceTimersByTime(200);
  pace.read(400);
  expect(last().doneBytes).toBe(200);
  pace.stored(0.4, false);
  expect(last()).toMatchObject({ doneBytes: 400, totalBytes: 1000 });
});

test('the time left assumes the pace so far', () => {
  pace.begin(1000);
  vi.advanceTimersByTime(2000);
  pace.read(250);
  pace.stored(0.25, false);
  expect(last().leftMs).toBeCloseTo(6000);
});

test('no time is shown in the first second', () => {
  pace.begin(1000);
  vi.advanceTimersByTime(500);
  pace.stored(0.5, false);
  expect(last().leftMs).toBeNull();
});

test('an earlier run’s work counts as done but not towards the pace', () => {
  pace.begin(1000);
  pace.stored(0.5, true);
  expect(last()).toMatchObject({ doneBytes: 500, leftMs: null });
  vi.advanceTimersByTime(4000);
  pace.stored(0.1, false);
  expect(last().doneBytes).toBe(600);
  // 100 bytes took 4 s, so the remaining 400 take 16.
  expect(last().leftMs).toBeCloseTo(16_000);
});

test('bytes read before the weights, such as configurations, do not count', () => {
  pace.read(900);
  expect(seen).toEqual([]);
  pace.begin(1000);
  expect(last().doneBytes).toBe(0);
});

test('progress never exceeds the total', () => {
  pace.begin(1000);
  pace.stored(0.9, false);
  vi.advanceTimersByTime(200);
  // A table may be read twice.
  pace.read(5000);
  expect(last().doneBytes).toBe(1000);
});

test('reads are reported ten times a second, steps at once', () => {
  pace.begin(1000);
  for (let i = 0; i < 100; i++) {
    vi.advanceTimersByTime(10);
    pace.read(1);
  }
  expect(seen.length).toBeGreaterThanOrEqual(10);
  expect(seen.length).toBeLessThanOrEqual(12);
  const before = seen.length;
  pace.step('layer 2 of 12');
  expect(seen).toHaveLength(before + 1);
  expect(last().step).toBe('layer 2 of 12');
});
