/** Client and service over a real message channel: cloning, transfer and ordering as in a worker. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { topicRows } from '../../testing/rows.ts';
import { VectorsHere } from '../../testing/vectors-here.ts';
import { NO_ROW, type VectorSet, VectorsError } from '../vectors/types.ts';
import type { Reply } from '../workers/messages.ts';
import type { Endpoint } from '../workers/types.ts';
import { createAnalysisClient } from './client.ts';
import { cluster } from './cluster/kmeans.ts';
import { suggestK } from './cluster/suggest-k.ts';
import { agree } from './compare/agree.ts';
import { align } from './compare/align.ts';
import { compare } from './compare/compare.ts';
import { similarity } from './linear/similarity.ts';
import { project } from './project/project.ts';
import type { AnalysisApi } from './protocol.ts';
import { serveAnalysis } from './service.ts';
import { finish } from './steps.ts';
import { distinctiveTerms } from './text/terms.ts';
import { type Analysis, AnalysisError, type EmbeddingMatrix } from './types.ts';

const vectors = new VectorsHere();
let sets = 0;

/** A set of rows that the store has. */
function setOf(rows: Uint32Array, dim: number): VectorSet {
  return { id: sets++, dim, count: rows.length, rows };
}

/** Stores embeddings, as the engine does. */
function stored({ vectors: values, count, dim }: EmbeddingMatrix): VectorSet {
  const first = vectors.store.add(values.slice() as Float32Array<ArrayBuffer>, dim);
  return setOf(
    Uint32Array.from({ length: count }, (_, i) => first + i),
    dim,
  );
}

const rowsOfSmall = topicRows({ seed: 1, count: 30, dim: 16, topics: 3, spread: 1 });
const small = stored(rowsOfSmall);
/** Clustering and projecting this takes seconds. */
const large = stored(topicRows({ seed: 2, count: 2500, dim: 256, topics: 1, spread: 4 }));

interface Started {
  readonly worker: Endpoint;
  terminated: boolean;
  /** Everything it sent. */
  readonly answers: Reply<AnalysisApi, never>[];
}

function channelWorker(): Started {
  const { port1, port2 } = new MessageChannel();
  serveAnalysis(port2);
  const started: Started = {
    terminated: false,
    answers: [],
    worker: {
      onmessage: null,
      onerror: null,
      onmessageerror: null,
      postMessage: (message, transfer) => port1.postMessage(message, transfer),
      terminate() {
        started.terminated = true;
        port1.close();
      },
    },
  };
  port1.onmessage = (event: MessageEvent) => {
    started.answers.push(event.data);
    started.worker.onmessage?.(event);
  };
  return started;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the analysis client', () => {
  const workers: Started[] = [];
  let client: Analysis | undefined;

  function open(): Analysis {
    client = createAnalysisClient(
      () => vectors.port(),
      () => {
        const started = channelWorker();
        workers.push(started);
        return started.worker;
      },
    );
    return client;
  }

  afterEach(() => {
    client?.close();
    workers.length = 0;
  });

  it('answers every task, and leaves the store its vectors', async () => {
    const analysis = open();
    const [cosines, clusters, points] = await Promise.all([
      analysis.similarity(small, small),
      analysis.cluster(small, { k: 3, seed: 2 }),
      analysis.project(small, { method: 'umap' }),
    ]);
    expect(cosines).toEqual(finish(similarity(rowsOfSmall, rowsOfSmall)));
    expect(clusters).toEqual(finish(cluster(rowsOfSmall, { k: 3, seed: 2 })));
    expect(points.length).toBe(60);
    expect(await vectors.store.gather(small)).toEqual(rowsOfSmall.vectors);
    expect(workers.length).toBe(1);
  });

  it('answers the comparisons, and leaves the caller what they are of', async () => {
    const analysis = open();
    const rowsOfOther = topicRows({ seed: 7, count: 30, dim: 24, topics: 3, spread: 1 });
    const other = stored(rowsOfOther);
    const labels = Int32Array.from({ length: 30 }, (_, i) => i % 3);
    const others = labels.map((label, i) => (i < 5 ? 0 : label));
    const [fixed, moving] = [rowsOfSmall, rowsOfOther].map((rows) =>
      finish(project(rows, { method: 'pca' })),
    );
    const texts = Array.from(labels, (label) => ['apple pie', 'steam engine', 'violin'][label]!);
    const fractions: number[] = [];
    const [comparison, agreement, alignment, terms, suggestion] = await Promise.all([
      analysis.compare(small, other, { neighbours: 4, seed: 2 }),
      analysis.agree(labels, others),
      analysis.align(fixed!, moving!),
      analysis.terms(texts, labels, { count: 2 }),
      analysis.suggestK(small, { most: 5, onProgress: (f) => fractions.push(f) }),
    ]);
    expect(comparison).toEqual(
      finish(compare(rowsOfSmall, rowsOfOther, { neighbours: 4, seed: 2 })),
    );
    expect(agreement).toEqual(finish(agree(labels, others)));
    expect(alignment).toEqual(finish(align(fixed!, moving!)));
    expect(terms).toEqual(finish(distinctiveTerms(texts, labels, 2)));
    expect(suggestion).toEqual(finish(suggestK(rowsOfSmall, { most: 5 })));
    expect(fractions.every((f) => f >= 0 && f <= 1)).toBe(true);
    expect(await vectors.store.gather(other)).toEqual(rowsOfOther.vectors);
    for (const buffer of [small.rows, other.rows, labels, fixed!, moving!]) {
      expect(buffer.length).toBeGreaterThan(0);
    }
    await expect(analysis.agree(labels, others.slice(1))).rejects.toBeInstanceOf(AnalysisError);
  });

  it.each([
    [
      'compare',
      (analysis: Analysis, signal: AbortSignal) => analysis.compare(large, large, { signal }),
    ],
    ['suggestK', (analysis: Analysis, signal: AbortSignal) => analysis.suggestK(large, { signal })],
    [
      'terms',
      (analysis: Analysis, signal: AbortSignal) =>
        analysis.terms(new Array(20_000).fill('a word and another'), new Int32Array(20_000), {
          count: 3,
          signal,
        }),
    ],
  ])('cancels %s', async (_, start) => {
    const controller = new AbortController();
    const call = start(open(), controller.signal);
    await sleep(5);
    controller.abort();
    await expect(call).rejects.toHaveProperty('name', 'AbortError');
    await sleep(300);
    expect(workers[0]!.terminated).toBe(false);
  });

  it('fetches only the rows of a set, in its order, with zeros for what has no vector', async () => {
    const { dim } = rowsOfSmall;
    const part = setOf(Uint32Array.of(small.rows[4]!, NO_ROW, small.rows[2]!), dim);
    const values = new Float32Array(3 * dim);
    values.set(rowsOfSmall.vectors.subarray(4 * dim, 5 * dim));
    values.set(rowsOfSmall.vectors.subarray(2 * dim, 3 * dim), 2 * dim);
    const expected = finish(similarity({ vectors: values, count: 3, dim }, rowsOfSmall));
    expect(await open().similarity(part, small)).toEqual(expected);
    expect(expected[30]).toBeNaN();
  });

  it('fetches the rows of a set once, and computes on them what it computes on fresh ones', async () => {
    const analysis = open();
    const gather = vi.spyOn(vectors.store, 'gather');
    const set = stored(topicRows({ seed: 9, count: 40, dim: 8, topics: 4, spread: 1 }));
    const first = await analysis.cluster(set, { k: 4 });
    await Promise.all([
      analysis.project(set, { method: 'umap' }),
      analysis.compare(set, set),
      analysis.suggestK(set, { most: 4 }),
    ]);
    expect(await analysis.cluster(set, { k: 4 })).toEqual(first);
    expect(gather.mock.calls.filter(([{ rows }]) => rows[0] === set.rows[0])).toHaveLength(1);
    gather.mockRestore();
  });

  it('says so of rows that are not kept any more, and asks anew', async () => {
    const analysis = open();
    const set = stored(topicRows({ seed: 9, count: 4, dim: 8, topics: 2, spread: 1 }));
    vectors.free(set.rows);
    for (let i = 0; i < 2; i++) {
      await expect(analysis.cluster(set, { k: 2 })).rejects.toBeInstanceOf(VectorsError);
    }
    expect((await analysis.cluster(small, { k: 2 })).k).toBe(2);
  });

  it('a worker that is replaced computes the same from the same handles', async () => {
    const analysis = open();
    const labels = await analysis.cluster(small, { k: 3, seed: 2 });
    const controller = new AbortController();
    const stuck = analysis.cluster(large, { k: 20, signal: controller.signal });
    stuck.catch(() => undefined);
    await sleep(30);
    stall(workers[0]!);
    controller.abort();
    const late = analysis.compare(small, small);
    await sleep(250);
    expect(workers[0]!.terminated).toBe(true);
    expect(await analysis.cluster(small, { k: 3, seed: 2 })).toEqual(labels);
    expect((await late).overlap).toBe(1);
    expect(workers.length).toBe(2);
  });

  it('rejects with the class of the error', async () => {
    const analysis = open();
    const failure = analysis.cluster(small, { k: 0 });
    await expect(failure).rejects.toBeInstanceOf(AnalysisError);
    await expect(failure).rejects.toThrow('k is 0');
    // The worker lives on.
    expect((await analysis.cluster(small, { k: 2 })).k).toBe(2);
    expect(workers.length).toBe(1);
  });

  it('cancels at once, stops the work, and lets the next call through', async () => {
    const analysis = open();
    const controller = new AbortController();
    const fractions: number[] = [];
    const slow = analysis.cluster(large, {
      k: 20,
      signal: controller.signal,
      onProgress(fraction) {
        fractions.push(fraction);
        controller.abort();
      },
    });
    const error: unknown = await slow.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DOMException);
    expect(error).toHaveProperty('name', 'AbortError');

    const before = performance.now();
    await analysis.cluster(small, { k: 2 });
    expect(performance.now() - before).toBeLessThan(500);
    expect(workers.length).toBe(1);
    const progress = () => workers[0]!.answers.filter(({ kind }) => kind === 'progress').length;
    const reported = progress();
    await sleep(200);
    // Work that went on would send progress.
    expect(progress()).toBe(reported);
    expect(fractions.length).toBe(1);
  });

  /** From here on the worker neither hears nor answers, as during a long synchronous step. */
  function stall({ worker }: Started): void {
    worker.onmessage = null;
    worker.postMessage = () => undefined;
  }

  it('replaces a worker that does not listen when a call is cancelled', async () => {
    const analysis = open();
    const controller = new AbortController();
    const stuck = analysis.cluster(large, { k: 20, signal: controller.signal });
    stuck.catch(() => undefined);
    await sleep(30);
    stall(workers[0]!);
    controller.abort();
    await expect(stuck).rejects.toHaveProperty('name', 'AbortError');
    await sleep(250);
    expect(workers[0]!.terminated).toBe(true);
    expect((await analysis.cluster(small, { k: 2 })).k).toBe(2);
    expect(workers.length).toBe(2);
  });

  it('loses no other call with it: they begin again, and never run backwards', async () => {
    const analysis = open();
    const controller = new AbortController();
    const rows = stored(topicRows({ seed: 4, count: 120, dim: 16, topics: 3, spread: 2 }));
    const fractions: number[] = [];
    const other = analysis.project(rows, {
      method: 'umap',
      onProgress: (fraction) => fractions.push(fraction),
    });
    while (fractions.length === 0) await sleep(5);
    const stuck = analysis.cluster(small, { k: 2, signal: controller.signal });
    stuck.catch(() => undefined);
    stall(workers[0]!);
    controller.abort();
    const late = analysis.cluster(small, { k: 3, seed: 2 });
    expect((await other).length).toBe(240);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(await late).toEqual(finish(cluster(rowsOfSmall, { k: 3, seed: 2 })));
    expect(workers.length).toBe(2);
    expect(workers[0]!.terminated).toBe(true);
  });

  it('keeps a worker that listens, however often calls are cancelled', async () => {
    const analysis = open();
    for (let i = 0; i < 5; i++) {
      const controller = new AbortController();
      // Long, but in short steps even on a busy machine.
      const { signal } = controller;
      const call = analysis.cluster(small, { k: 5, restarts: 1_000_000, signal });
      call.catch(() => undefined);
      await sleep(5);
      controller.abort();
      await expect(call).rejects.toHaveProperty('name', 'AbortError');
    }
    await sleep(250);
    expect(workers.length).toBe(1);
    expect(workers[0]!.terminated).toBe(false);
  });

  it('does not start what was cancelled before', async () => {
    const analysis = open();
    await expect(
      analysis.similarity(small, small, { signal: AbortSignal.abort() }),
    ).rejects.toHaveProperty('name', 'AbortError');
    expect(workers.length).toBe(0);
  });

  it('runs a short call while a long one is under way', async () => {
    const analysis = open();
    const controller = new AbortController();
    let finished = false;
    const slow = analysis
      .cluster(large, { k: 20, signal: controller.signal })
      .then(() => {
        finished = true;
      })
      .catch(() => undefined);
    await analysis.similarity(small, small);
    expect(finished).toBe(false);
    controller.abort();
    await slow;
  });

  it('reports progress that grows to no more than 1', async () => {
    const fractions: number[] = [];
    const rows = stored(topicRows({ seed: 4, count: 400, dim: 64, topics: 3, spread: 2 }));
    await open().project(rows, { method: 'umap', onProgress: (f) => fractions.push(f) });
    expect(fractions.length).toBeGreaterThan(3);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBeLessThanOrEqual(1);
  });

  it('survives a crash: what was under way rejects, the next call has a fresh worker', async () => {
    const analysis = open();
    const lost = [analysis.cluster(large, { k: 20 }), analysis.project(large, { method: 'umap' })];
    const crash = Object.assign(new Event('error'), { message: 'out of memory' });
    workers[0]!.worker.onerror?.(crash as ErrorEvent);
    for (const call of lost) {
      await expect(call).rejects.toBeInstanceOf(AnalysisError);
      await expect(call).rejects.toThrow('out of memory');
    }
    expect(workers[0]!.terminated).toBe(true);
    expect((await analysis.cluster(small, { k: 2 })).k).toBe(2);
    expect(workers.length).toBe(2);
  });

  it('rejects what is under way, and every later call, once closed', async () => {
    const analysis = open();
    const lost = analysis.cluster(large, { k: 20 });
    await Promise.resolve();
    analysis.close();
    await expect(lost).rejects.toBeInstanceOf(AnalysisError);
    await expect(analysis.similarity(small, small)).rejects.toThrow('closed');
    expect(workers.length).toBe(1);
  });
});
