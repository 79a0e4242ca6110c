import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DiskHere } from '../../../testing/disk-here.ts';
import { StandInEngine, settle } from '../../../testing/stand-in-engine.ts';
import { VectorsHere } from '../../../testing/vectors-here.ts';
import type { Pair } from '../../engine/types.ts';
import { Jobs, REPORT_MS } from '../../jobs/jobs.ts';
import type { Disk } from '../../vectors/kept/types.ts';
import { createEngineStore } from '../models/engine.ts';
import { Embeddings } from './embeddings.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function setUp(initial: readonly Pair[], disk: Disk | null = null) {
  const vectors = new VectorsHere(disk);
  const jobs = new Jobs();
  const engine = new StandInEngine(vectors.store);
  const model = createEngineStore({
    engine,
    source: { kind: 'facet', url: 'model/' },
    modelId: null,
    choice: 'auto',
  });
  const wanted = { pairs: initial };
  const keeps = { on: true };
  const embeddings = new Embeddings({
    ...{ engine, vectors, jobs, model, delayMs: 150 },
    wanted: () => wanted.pairs,
    keeping: { on: () => keeps.on, embedded() {} },
  });
  const vectorOf = (instruction: string, text: string) =>
    vectors.vector(embeddings.lookup(instruction, text)!);
  void model.getState().load();
  engine.loads[0]?.finish();
  await settle();
  /** What the page shows. */
  const shown = () => ({ ...embeddings.store.getState(), job: jobs.of('embedding') });
  return { engine, model, wanted, keeps, embeddings, vectors, vectorOf, shown };
}

test('embeds what is wanted once the model is there, each pair once', async () => {
  const { engine, embeddings, vectorOf, shown } = await setUp([
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
  expect(await vectorOf('i', 'one')).toEqual(Float32Array.of(1, 3));
  expect(embeddings.lookup('i', 'two')).toMatchObject({ tokens: 4, masked: 1, truncated: false });
  expect(shown()).toMatchObject({ job: null, last: { texts: 2 } });
});

test('a text that the tokenizer could not read is kept with its reason, and tried again when asked', async () => {
  const { engine, embeddings, vectors } = await setUp([
    ['i', 'refused'],
    ['i', 'one'],
  ]);
  engine.calls[0]?.finish();
  await settle();
  expect(embeddings.lookup('i', 'refused')).toMatchObject({
    without: 'refused',
    refused: 'has no token for it',
  });
  expect(embeddings.lookup('i', 'one')).toMatchObject({ without: null, refused: null });
  const entry = embeddings.lookup('i', 'refused')!;
  embeddings.retry();
  await settle();
  expect(engine.calls[1]?.pairs).toEqual([['i', 'refused']]);
  expect(embeddings.lookup('i', 'refused')).toBeUndefined();
  await expect(vectors.vector(entry)).rejects.toThrow();
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
  const { engine, vectorOf } = await setUp(splits);
  expect(engine.calls[0]?.pairs).toEqual(splits);
  engine.calls[0]?.finish();
  await settle();
  const found = await Promise.all(splits.map(([i, text]) => vectorOf(i, text)));
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
  await settle();
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
  await settle();
  expect(engine.calls).toHaveLength(1);
  wanted.pairs = [['j', 'one']];
  embeddings.schedule();
  vi.advanceTimersByTime(150);
  await settle();
  expect(engine.calls[1]?.pairs).toEqual([['j', 'one']]);
  engine.calls[0]?.finish();
  await settle();
  expect(embeddings.lookup('i', 'one')).toBeUndefined();
  engine.calls[1]?.finish();
  await settle();
  expect(embeddings.lookup('j', 'one')).toBeDefined();
});

test('an error is told and a retry clears it', async () => {
  const { engine, embeddings, shown } = await setUp([['i', 'one']]);
  engine.calls[0]?.fail(new Error('out of memory'));
  await settle();
  expect(shown()).toMatchObject({ error: 'out of memory', job: null });
  embeddings.retry();
  expect(embeddings.store.getState().error).toBeNull();
  await settle();
  engine.calls[1]?.finish();
  await settle();
  expect(embeddings.lookup('i', 'one')).toBeDefined();
});

test('cancel stops the run and keeps the finished chunks', async () => {
  const pairs = Array.from({ length: 600 }, (_, n): Pair => ['i', `text ${n}`]);
  const { engine, embeddings, shown } = await setUp(pairs);
  for (const call of [0, 1, 2]) {
    engine.calls[call]?.finish();
    await settle();
  }
  vi.advanceTimersByTime(REPORT_MS);
  expect(shown().job).toMatchObject({ done: 448, total: 600 });
  shown().job!.cancel();
  await settle();
  expect(shown()).toMatchObject({ job: null, cancelled: true, error: null });
  expect(embeddings.lookup('i', 'text 447')).toBeDefined();
  expect(embeddings.lookup('i', 'text 448')).toBeUndefined();
  embeddings.retry();
  await settle();
  expect(engine.calls.at(-1)?.pairs).toHaveLength(64);
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

test('vectors of another device are given up', async () => {
  const { engine, model, vectors } = await setUp([
    ['i', 'one'],
    ['i', 'two'],
  ]);
  engine.calls[0]?.finish();
  await settle();
  expect(vectors.store.bytes).toBe(2 * 2 * 4);
  void model.getState().choose('webgpu');
  engine.loads[1]?.finish();
  await settle();
  expect(vectors.freed).toEqual([0, 1]);
  expect(vectors.store.bytes).toBe(0);
});

test('rows whose abort crossed with their answer are given up by the next run', async () => {
  const { engine, wanted, embeddings, vectors } = await setUp([['i', 'one']]);
  // The engine has stored them when it hears of the abort.
  vectors.store.add(Float32Array.of(1, 2, 3, 4), 2);
  wanted.pairs = [['i', 'two']];
  embeddings.schedule();
  vi.advanceTimersByTime(150);
  await settle();
  engine.calls[1]?.finish();
  await settle();
  expect(embeddings.lookup('i', 'two')?.row).toBe(2);
  expect(vectors.freed).toEqual([0, 1]);
});

test('what is wanted is never given up, whatever it takes; what was wanted before is', async () => {
  const many = (name: string, count: number) =>
    Array.from({ length: count }, (_, n): Pair => [name, `text ${n}`]);
  const { engine, wanted, embeddings, vectors } = await setUp(many('a', 3));
  engine.calls[0]?.finish();
  await settle();
  // Eight bytes a vector: a store's worth of others.
  const wide = 60 * 2 ** 20;
  engine.width = wide / 4 / 2;
  wanted.pairs = many('b', 3);
  embeddings.schedule();
  vi.advanceTimersByTime(150);
  await settle();
  engine.calls[1]?.finish();
  await settle();
  expect(vectors.freed).toEqual([0, 1, 2]);
  expect(embeddings.lookup('a', 'text 0')).toBeUndefined();
  for (const [i, text] of wanted.pairs) expect(embeddings.lookup(i, text)).toBeDefined();
});

test('a store that stops is told of, by every retry too', async () => {
  const { engine, embeddings, vectors, shown } = await setUp([['i', 'one']]);
  engine.calls[0]?.finish();
  await settle();
  vectors.lose('The vectors were lost: reload the page.');
  const lost = { error: 'The vectors were lost: reload the page.', job: null };
  expect(shown()).toMatchObject(lost);
  expect(embeddings.lookup('i', 'one')).toBeUndefined();
  embeddings.retry();
  await settle();
  expect(shown()).toMatchObject(lost);
  expect(engine.calls).toHaveLength(1);
});

test('the cosine of two texts is of their vectors', async () => {
  const { engine, embeddings } = await setUp([
    ['i', 'one'],
    ['iii', 'a'],
  ]);
  engine.calls[0]?.finish();
  await settle();
  const [a, b] = [embeddings.lookup('i', 'one')!, embeddings.lookup('iii', 'a')!];
  expect(await embeddings.cosine(a, b)).toBeCloseTo(6 / 10, 12);
});

test('one call to the engine has few characters, however long the texts are', async () => {
  const pairs = Array.from({ length: 4 }, (_, n): Pair => ['i', `${n}`.repeat(300_000)]);
  const { engine, embeddings } = await setUp(pairs);
  for (let call = 0; call < 4; call++) {
    expect(engine.calls[call]?.pairs).toEqual([pairs[call]]);
    engine.calls[call]?.finish();
    await settle();
  }
  for (const [i, text] of pairs) expect(embeddings.lookup(i, text)).toBeDefined();
});

test('a list of 100,000 is looked through in steps, and the page gets its turn between them', async () => {
  vi.useRealTimers();
  const pairs = Array.from({ length: 100_000 }, (_, n): Pair => ['i', `text ${n}`]);
  const { engine, shown } = await setUp(pairs);
  let turns = 0;
  while (engine.calls.length === 0) {
    await new Promise((resolve) => setTimeout(resolve));
    turns += 1;
  }
  expect(turns).toBeGreaterThan(1);
  expect(shown().job).toMatchObject({ total: 100_000 });
  expect(engine.calls[0]?.pairs).toHaveLength(64);
});

test('an edit during a long look is looked for in its place', async () => {
  vi.useRealTimers();
  const pairs = Array.from({ length: 50_000 }, (_, n): Pair => ['i', `text ${n}`]);
  const { engine, wanted, embeddings, shown } = await setUp(pairs);
  wanted.pairs = [['i', 'edited']];
  embeddings.retry();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(engine.calls.map((call) => call.pairs)).toEqual([[['i', 'edited']]]);
  expect(shown().job).toMatchObject({ total: 1 });
});

test('calls grow as long as they are quick, and shrink where they are slow', async () => {
  const pairs = Array.from({ length: 2000 }, (_, n): Pair => ['i', `text ${n}`]);
  const { engine } = await setUp(pairs);
  const sizes: number[] = [];
  for (const ms of [100, 100, 100, 100, 5000, 2000]) {
    const call = engine.calls.at(-1)!;
    sizes.push(call.pairs.length);
    vi.advanceTimersByTime(ms);
    call.finish();
    await settle();
  }
  expect(sizes).toEqual([64, 128, 256, 512, 512, 256]);
});

test('what is kept is not embedded in a later visit, and an edit embeds only what it changed', async () => {
  const disk = new DiskHere();
  const pairs = Array.from({ length: 5000 }, (_, n): Pair => ['i', `text ${n}`]);
  const first = await setUp([...pairs, ['i', 'refused']], disk);
  await vi.waitFor(() => expect(first.engine.calls).toHaveLength(1));
  while (first.shown().job !== null) {
    first.engine.calls.at(-1)!.finish();
    await settle();
  }
  expect(first.shown().last).toMatchObject({ texts: 5001, recalled: 0 });
  await first.vectors.list();

  const later = await setUp([...pairs, ['i', 'refused'], ['i', 'new']], new DiskHere(disk));
  await vi.waitFor(() => expect(later.engine.calls).toHaveLength(1));
  // Why a text was refused is asked of the tokenizer again.
  expect(later.engine.calls[0]?.pairs).toEqual([
    ['i', 'refused'],
    ['i', 'new'],
  ]);
  expect(later.shown().job).toMatchObject({ total: 2 });
  later.engine.calls[0]?.finish();
  await settle();
  expect(later.shown().last).toMatchObject({ texts: 2, recalled: 5000 });
  expect(await later.vectorOf('i', 'text 4711')).toEqual(await first.vectorOf('i', 'text 4711'));
  for (const [i, text] of pairs) {
    const { row: _, ...facts } = later.embeddings.lookup(i, text)!;
    expect(first.embeddings.lookup(i, text)).toMatchObject(facts);
  }
});

test('a kept vector that is damaged is embedded again by itself', async () => {
  const disk = new DiskHere();
  const first = await setUp([['i', 'one']], disk);
  first.engine.calls[0]?.finish();
  await settle();
  const [kept] = await first.vectors.list();
  disk.damage(kept!.id, 'rows-000000', 0);
  const later = await setUp([['i', 'one']], new DiskHere(disk));
  await vi.waitFor(() => expect(later.embeddings.lookup('i', 'one')).toBeDefined());
  await expect(later.vectorOf('i', 'one')).rejects.toThrow('embedded again');
  vi.advanceTimersByTime(150);
  await vi.waitFor(() => expect(later.engine.calls).toHaveLength(1));
  later.engine.calls[0]?.finish();
  await settle();
  expect(await later.vectorOf('i', 'one')).toEqual(Float32Array.of(1, 3));
});

test('with keeping turned off nothing goes to the disk', async () => {
  const disk = new DiskHere();
  const { engine, wanted, embeddings, vectors, keeps } = await setUp([], disk);
  keeps.on = false;
  wanted.pairs = [['i', 'one']];
  embeddings.retry();
  await settle();
  engine.calls[0]?.finish();
  await settle();
  expect(embeddings.lookup('i', 'one')).toBeDefined();
  expect(await vectors.list()).toEqual([]);
  expect(disk.bytes).toBe(0);
});
