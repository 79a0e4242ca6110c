import { expect, test, vi } from 'vitest';
import { firstAnalysis, Jobs, REPORT_MS } from './jobs.ts';

const PROGRESS = { done: 2, total: 10, fraction: 0.2, rate: 1, secondsLeft: 8 };
const begin = (jobs: Jobs, more: { pause?: () => void; cancel?: () => void } = {}) =>
  jobs.begin('import', { title: 'Importing a', total: 10, cancel: () => undefined, ...more });

test('a job is there from its beginning to its end', () => {
  const jobs = new Jobs();
  const cancel = vi.fn();
  const run = begin(jobs, { cancel });
  expect(jobs.of('import')).toMatchObject({
    ...{ title: 'Importing a', state: 'running', done: 0, total: 10 },
    ...{ fraction: null, rate: null, secondsLeft: null },
  });
  expect(jobs.of('embedding')).toBeNull();
  run.report(PROGRESS);
  expect(jobs.of('import')).toMatchObject(PROGRESS);
  jobs.of('import')?.cancel();
  expect(cancel).toHaveBeenCalledOnce();
  run.end();
  expect(jobs.of('import')).toBeNull();
  run.report(PROGRESS);
  expect(jobs.of('import')).toBeNull();
});

test('a paused job can go on, has no time left and is not reported on', () => {
  const jobs = new Jobs();
  const [pause, resume] = [vi.fn(), vi.fn()];
  const run = begin(jobs, { pause });
  run.report(PROGRESS);
  jobs.of('import')?.pause?.();
  expect(pause).toHaveBeenCalledOnce();
  run.paused(resume);
  run.report({ ...PROGRESS, done: 3 });
  const job = jobs.of('import')!;
  expect(job).toMatchObject({ state: 'paused', done: 2, fraction: 0.2, secondsLeft: null });
  expect(job.pause).toBeUndefined();
  job.resume?.();
  expect(resume).toHaveBeenCalledOnce();
});

test('a later job of a kind takes the place of the one before, whose owner changes nothing more', () => {
  const jobs = new Jobs();
  const first = begin(jobs);
  const second = begin(jobs);
  first.report({ ...PROGRESS, done: 9 });
  first.paused(() => undefined);
  first.end();
  expect(jobs.of('import')).toMatchObject({ state: 'running', done: 0 });
  second.end();
  expect(jobs.of('import')).toBeNull();
});

test('jobs of other kinds go side by side', () => {
  const jobs = new Jobs();
  const one = begin(jobs);
  jobs.begin('embedding', { title: 'Embedding', total: 3, cancel: () => undefined });
  one.end();
  expect(jobs.of('embedding')).toMatchObject({ title: 'Embedding', total: 3 });
});

test('many reports reach the store a few times a second, the last one too', async () => {
  vi.useFakeTimers();
  try {
    const jobs = new Jobs();
    const run = jobs.begin('panel:map', { title: 'Computing the map', cancel: () => undefined });
    let changes = 0;
    jobs.store.subscribe(() => changes++);
    // As a worker reports through two seconds: every slice of 12 ms.
    for (let at = 0; at < 2000; at += 12) {
      run.report({ fraction: at / 2000 });
      vi.advanceTimersByTime(12);
    }
    vi.advanceTimersByTime(REPORT_MS);
    expect(changes).toBeLessThanOrEqual(16);
    expect(changes).toBeGreaterThan(8);
    expect(jobs.of('panel:map')?.fraction).toBeCloseTo(0.996, 3);
    run.report({ fraction: 1 });
    run.end();
    vi.advanceTimersByTime(1000);
    expect(jobs.of('panel:map')).toBeNull();
  } finally {
    vi.useRealTimers();
  }
});

test('a paused job shows the last report before the pause', () => {
  const jobs = new Jobs();
  const run = begin(jobs);
  run.report(PROGRESS);
  run.report({ ...PROGRESS, done: 4, fraction: 0.4 });
  run.paused(() => undefined);
  expect(jobs.of('import')).toMatchObject({ state: 'paused', done: 4, fraction: 0.4 });
});

test('of computations the one that began first is told of, and no other work', () => {
  const jobs = new Jobs();
  expect(firstAnalysis(jobs.store.getState())).toBeNull();
  begin(jobs);
  const begun = { cancel: () => undefined };
  jobs.begin('suggest-k', { ...begun, title: 'Suggesting k', startedAt: 2 });
  const map = jobs.begin('panel:map', { ...begun, title: 'Computing the map', startedAt: 1 });
  expect(firstAnalysis(jobs.store.getState())?.title).toBe('Computing the map');
  map.end();
  expect(firstAnalysis(jobs.store.getState())?.title).toBe('Suggesting k');
});
