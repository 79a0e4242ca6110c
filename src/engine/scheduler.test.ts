import { describe, expect, test } from 'vitest';
import { Gate, SUM_DIM, SumRunner, sumVector, textOf } from '../../testing/engine-support.ts';
import type { BatchLimits } from './batch.ts';
import { EngineError } from './errors.ts';
import type { Runner } from './runner.ts';
import { type EncodeJobOptions, Scheduler } from './scheduler.ts';
import type { TokenisedPair } from './tokenise.ts';

/** Two texts of four tokens a batch. */
const LIMITS: BatchLimits = { tokens: 8, texts: 2, shortest: 0 };
const OPTIONS: EncodeJobOptions = { dim: SUM_DIM, limits: LIMITS, priority: 'bulk' };

const never = (_: Runner, error: unknown) => {
  throw error;
};

function texts(first: number, count: number, length = 4): TokenisedPair[] {
  return Array.from({ length: count }, (_, i) => textOf(first + i, length));
}

function rows(vectors: Float32Array): number[][] {
  return Array.from({ length: vectors.length / SUM_DIM }, (_, i) => [
    ...vectors.subarray(i * SUM_DIM, (i + 1) * SUM_DIM),
  ]);
}

/** The first id of each row: which texts a batch held. */
function idsOf(runner: SumRunner): number[][] {
  return runner.batches.map((batch) =>
    Array.from({ length: batch.size }, (_, row) => batch.ids[row * batch.length]!),
  );
}

describe('order', () => {
  test('vectors come in the order of the texts, whatever their lengths and runners', async () => {
    const scheduler = new Scheduler(never);
    const runners = [new SumRunner(), new SumRunner(), new SumRunner()];
    for (const runner of runners) scheduler.addRunner(runner);
    const all = Array.from({ length: 40 }, (_, i) => textOf(i + 1, 1 + ((i * 7) % 11)));
    const finished: [number, number][] = [];
    const vectors = await scheduler.submit(all, {
      ...OPTIONS,
      onBatch: (count, tokens) => finished.push([count, tokens]),
    });
    expect(rows(vectors)).toEqual(all.map(sumVector));
    expect(runners.every((runner) => runner.batches.length > 1)).toBe(true);
    expect(finished.reduce((sum, [count]) => sum + count, 0)).toBe(40);
    expect(finished.reduce((sum, [, tokens]) => sum + tokens, 0)).toBe(
      all.reduce((sum, text) => sum + text.ids.length, 0),
    );
  });

  test('interactive work overtakes bulk work between batches', async () => {
    const gate = new Gate();
    const runner = new SumRunner(() => gate.wait());
    const scheduler = new Scheduler(never);
    scheduler.addRunner(runner);
    const settled: string[] = [];
    const bulk = scheduler.submit(texts(1, 6), OPTIONS).then((v) => {
      settled.push('bulk');
      return v;
    });
    const interactive = scheduler
      .submit(texts(101, 3), { ...OPTIONS, priority: 'interactive' })
      .then((v) => {
        settled.push('interactive');
        return v;
      });
    for (let batch = 0; batch < 5; batch++) await gate.open();
    expect(rows(await interactive)).toEqual(texts(101, 3).map(sumVector));
    expect(rows(await bulk)).toEqual(texts(1, 6).map(sumVector));
    // The batch in hand is finished; then everything interactive; then the rest.
    expect(idsOf(runner)).toEqual([[1, 2], [101, 102], [103], [3, 4], [5, 6]]);
    expect(settled).toEqual(['interactive', 'bulk']);
  });

  test('an empty job settles at once, without a runner', async () => {
    expect(await new Scheduler(never).submit([], OPTIONS)).toHaveLength(0);
  });
});

describe('abort', () => {
  test('stops between batches, and leaves the queue to others', async () => {
    const gate = new Gate();
    const runner = new SumRunner(() => gate.wait());
    const scheduler = new Scheduler(never);
    scheduler.addRunner(runner);
    const controller = new AbortController();
    const finished: number[] = [];
    const job = scheduler.submit(texts(1, 8), {
      ...OPTIONS,
      signal: controller.signal,
      onBatch: (count) => finished.push(count),
    });
    const next = scheduler.submit(texts(51, 2), OPTIONS);
    await gate.open();
    const reason = new DOMException('The call was cancelled', 'AbortError');
    controller.abort(reason);
    await expect(job).rejects.toBe(reason);
    await gate.open();
    await gate.open();
    expect(rows(await next)).toEqual(texts(51, 2).map(sumVector));
    expect(idsOf(runner)).toEqual([
      [1, 2],
      [3, 4],
      [51, 52],
    ]);
    // The batch that was in hand at the abort is not reported.
    expect(finished).toEqual([2]);
  });

  test('a signal that is already aborted starts nothing', async () => {
    const runner = new SumRunner();
    const scheduler = new Scheduler(never);
    scheduler.addRunner(runner);
    const job = scheduler.submit(texts(1, 2), { ...OPTIONS, signal: AbortSignal.abort('no') });
    await expect(job).rejects.toBe('no');
    expect(runner.batches).toEqual([]);
  });
});

describe('failure', () => {
  test.each([
    ['throws', () => Promise.reject(new Error('device lost'))],
    ['gives NaN', () => Promise.resolve(new Float32Array(4).fill(Number.NaN))],
    ['gives infinity', () => Promise.resolve(Float32Array.of(1, 2, Number.POSITIVE_INFINITY, 4))],
  ] as const)('a runner that %s costs its batch one repeat', async (_, fail) => {
    const failed: [Runner, string][] = [];
    const good = new SumRunner();
    const scheduler = new Scheduler((runner, error) => {
      failed.push([runner, (error as Error).message]);
      scheduler.addRunner(good);
    });
    const bad: Runner = { run: fail, close: () => {} };
    scheduler.addRunner(bad);
    const finished: number[] = [];
    const vectors = await scheduler.submit(texts(1, 6), {
      ...OPTIONS,
      onBatch: (count) => finished.push(count),
    });
    expect(rows(vectors)).toEqual(texts(1, 6).map(sumVector));
    expect(finished).toEqual([2, 2, 2]);
    expect(failed.map(([runner]) => runner)).toEqual([bad]);
    expect(failed[0]![1]).toMatch(/device lost|not finite/);
    // The batch that failed is run next, by another runner.
    expect(idsOf(good)).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  test('one of two runners fails late: nothing is lost and nothing doubled', async () => {
    const scheduler = new Scheduler(() => {});
    scheduler.addRunner(new SumRunner());
    scheduler.addRunner(
      new SumRunner((_, count) => {
        if (count === 3) throw new Error('device lost');
      }),
    );
    let finished = 0;
    const all = texts(1, 30);
    const vectors = await scheduler.submit(all, {
      ...OPTIONS,
      onBatch: (count) => {
        finished += count;
      },
    });
    expect(rows(vectors)).toEqual(all.map(sumVector));
    expect(finished).toBe(30);
  });

  test('a batch that breaks four runners is given up, and the next job runs', async () => {
    let broken = 0;
    const poisoned = () =>
      new SumRunner((batch) => {
        if (batch.ids.includes(13)) throw new Error('kernel crashed');
      });
    const scheduler = new Scheduler(() => {
      broken++;
      scheduler.addRunner(poisoned());
    });
    scheduler.addRunner(poisoned());
    const job = scheduler.submit(texts(10, 6), OPTIONS);
    await expect(job).rejects.toThrow(EngineError);
    await expect(job).rejects.toThrow(/2 texts failed 4 times: kernel crashed/);
    expect(broken).toBe(4);
    expect(rows(await scheduler.submit(texts(1, 3), OPTIONS))).toEqual(texts(1, 3).map(sumVector));
  });

  test('failAll rejects what waits and what runs', async () => {
    const gate = new Gate();
    const scheduler = new Scheduler(never);
    scheduler.addRunner(new SumRunner(() => gate.wait()));
    const jobs = [scheduler.submit(texts(1, 2), OPTIONS), scheduler.submit(texts(3, 2), OPTIONS)];
    const error = new EngineError('no device is left');
    scheduler.failAll(error);
    for (const job of jobs) await expect(job).rejects.toBe(error);
    await gate.open();
  });
});

describe('runners', () => {
  test('replan groups what waits anew and keeps the result whole', async () => {
    const gate = new Gate();
    const first = new SumRunner(() => gate.wait());
    const scheduler = new Scheduler(() => {});
    scheduler.addRunner(first);
    const all = [...texts(1, 4, 4), ...texts(11, 4, 3)];
    const job = scheduler.submit(all, OPTIONS);
    scheduler.replan({ tokens: 100, texts: 4, shortest: 1 });
    const second = new SumRunner();
    scheduler.addRunner(second);
    await gate.open();
    expect(rows(await job)).toEqual(all.map(sumVector));
    expect(idsOf(first)).toEqual([[1, 2]]);
    expect(idsOf(second)).toEqual([
      [3, 4],
      [11, 12, 13, 14],
    ]);
  });

  test('a runner that was removed gets no work', async () => {
    const scheduler = new Scheduler(never);
    const [removed, kept] = [new SumRunner(), new SumRunner()];
    scheduler.addRunner(removed);
    scheduler.removeRunner(removed);
    const job = scheduler.submit(texts(1, 4), OPTIONS);
    scheduler.addRunner(kept);
    await job;
    expect(removed.batches).toHaveLength(0);
    expect(kept.batches).toHaveLength(2);
  });
});
