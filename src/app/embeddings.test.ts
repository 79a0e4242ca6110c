import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StandInEngine, settle } from '../../testing/stand-in-engine.ts';
import type { Pair } from '../engine/types.ts';
import { Embeddings } from './embeddings.ts';
import { createEngineStore } from './engine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function setUp(initial: readonly Pair[]) {
  const engine = new StandInEngine();
  const model = createEngineStore({
    engine,
    source: { kind: 'facet', url: 'model/' },
    modelId: null,
    choice: 'auto',
  });
  const wanted = { pairs: initial };
  const embeddings = new Embeddings({ engine, model, wanted: () => wanted.pairs, delayMs: 150 });
  void model.getState().load();
  engine.loads[0]?.finish();
  await settle();
  return { engine, model, wanted, embeddings };
}

test('embeds what is wanted once the model is there, each pair once', async () => {
  const { engine, embeddings } = await setUp([
    ['i', 'one'],
    ['i', 'two'],
    ['i', 'one'],
  ]);
  expect(engine.calls[0]?.pairs).toEqual([
    ['i', 'one'],
    ['i', 'two'],
  ]);
  engine.calls[0]?.finish();
  await settle();
  expect(embeddings.lookup('i', 'one')?.vector).toEqual(Float32Array.of(1, 3));
  expect(embeddings.lookup('i', 'two')).toMatchObject({ tokens: 4, masked: 1, truncated: false });
  expect(embeddings.store.getState()).toMatchObject({ job: null, last: { texts: 2 } });
});

test('pairs whose parts meet at other places have vectors of their own', async () => {
  const splits: Pair[] = [
    ['a\0b', 'c'],
    ['a', 'b\0c'],
    ['', 'a\0b\0c'],
    ['1', ':a'],
    ['1:', 'a'],
    ['', '1:a'],
    ['\ud800', '\udc00'],
    ['', '\ud800\udc00'],
    ['\ud801', '\udc00'],
  ];
  const { engine, embeddings } = await setUp(splits);
  expect(engine.calls[0]?.pairs).toEqual(splits);
  engine.calls[0]?.finish();
  await settle();
  const found = splits.map(([instruction, text]) => embeddings.lookup(instruction, text)!.vector);
  // The stand-in engine's vectors are the lengths of the two parts.
  const expected = splits.map(([a, b]) => Float32Array.of(a.length, b.length));
  expect(found).toEqual(expected);
});

test('an edit embeds only what changed, after typing rests', async () => {
  const { engine, wanted, embeddings } = await setUp([
    ['i', 'one'],
    ['i', 'two'],
  ]);
  engine.calls[0]?.finish();
  await settle();
  for (const text of ['t', 'th', 'three']) {
    wanted.pairs = [
      ['i', 'one'],
      ['i', text],
    ];
    embeddings.schedule();
    vi.advanceTimersByTime(100);
  }
  expect(engine.calls).toHaveLength(1);
  vi.advanceTimersByTime(50);
  expect(engine.calls[1]?.pairs).toEqual([['i', 'three']]);
});

test('a run is superseded when its pairs are no longer wanted, and kept when they are', async () => {
  const { engine, wanted, embeddings } = await setUp([
    ['i', 'one'],
    ['i', 'two'],
  ]);
  wanted.pairs = [['i', 'one']];
  embeddings.schedule();
  vi.advanceTimersByTime(150);
  expect(engine.calls).toHaveLength(1);
  wanted.pairs = [['j', 'one']];
  embeddings.schedule();
  vi.advanceTimersByTime(150);
  expect(engine.calls[1]?.pairs).toEqual([['j', 'one']]);
  engine.calls[0]?.finish();
  await settle();
  expect(embeddings.lookup('i', 'one')).toBeUndefined();
  engine.calls[1]?.finish();
  await settle();
  expect(embeddings.lookup('j', 'one')).toBeDefined();
});

test('an error is told and a retry clears it', async () => {
  const { engine, embeddings } = await setUp([['i', 'one']]);
  engine.calls[0]?.fail(new Error('out of memory'));
  await settle();
  expect(embeddings.store.getState()).toMatchObject({ error: 'out of memory', job: null });
  embeddings.retry();
  expect(embeddings.store.getState().error).toBeNull();
  engine.calls[1]?.finish();
  await settle();
  expect(embeddings.lookup('i', 'one')).toBeDefined();
});

test('cancel stops the run and keeps the finished chunks', async () => {
  const pairs = Array.from({ length: 600 }, (_, n): Pair => ['i', `text ${n}`]);
  const { engine, embeddings } = await setUp(pairs);
  engine.calls[0]?.finish();
  await settle();
  expect(embeddings.store.getState().job).toMatchObject({ done: 512, total: 600 });
  embeddings.cancel();
  await settle();
  expect(embeddings.store.getState()).toMatchObject({ job: null, cancelled: true, error: null });
  expect(embeddings.lookup('i', 'text 511')).toBeDefined();
  expect(embeddings.lookup('i', 'text 512')).toBeUndefined();
  embeddings.retry();
  expect(engine.calls.at(-1)?.pairs).toHaveLength(88);
});

test('a device chosen by hand embeds anew; a recovered one does not', async () => {
  const { engine, model, embeddings } = await setUp([['i', 'one']]);
  engine.calls[0]?.finish();
  await settle();
  engine.emit({ kind: 'recovering', device: 'wasm', reason: 'lost.' });
  expect(model.getState().status).toBe('recovering');
  engine.emit({ kind: 'recovered', info: model.getState().info! });
  expect(embeddings.lookup('i', 'one')).toBeDefined();
  void model.getState().choose('webgpu');
  engine.loads[1]?.finish();
  await settle();
  expect(model.getState().info?.device).toBe('webgpu');
  expect(embeddings.lookup('i', 'one')).toBeUndefined();
  expect(engine.calls).toHaveLength(2);
});
