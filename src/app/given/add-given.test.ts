import { expect, test, vi } from 'vitest';
import { DiskHere } from '../../../testing/disk-here.ts';
import { StandInEngine, settle } from '../../../testing/stand-in-engine.ts';
import { VectorsHere } from '../../../testing/vectors-here.ts';
import type { Pair } from '../../engine/types.ts';
import type { GivenFile } from '../../given/types.ts';
import { Jobs } from '../../jobs/jobs.ts';
import { markOf } from '../../workspace/given.ts';
import { addGivenLens } from '../../workspace/lens-edits.ts';
import { emptyWorkspace, parseWorkspace, type Workspace } from '../../workspace/workspace.ts';
import { Embeddings } from '../embeddings/embeddings.ts';
import { createEngineStore } from '../models/engine.ts';
import { keepAll } from './add-given.ts';

const given = { file: 'v.npy', dim: 2, fingerprint: 'ab12' };
const mark = markOf(given);

function fileOf(rows: number[][], ids: (string | null)[] | null = null): GivenFile {
  const head = { count: rows.length, dim: 2, fingerprint: 'ab12', hasIds: ids !== null };
  return {
    head,
    async *blocks() {
      yield { from: 0, vectors: Float32Array.from(rows.flat()), ids };
    },
  };
}

const workspace: Workspace = {
  ...emptyWorkspace(),
  ...{ version: 3, columns: ['nr'], idColumn: 'nr' },
  texts: ['one', ' ', 'three'].map((text, i) => ({
    ...{ id: `t${i}`, text, group: 'A' as const, cells: [`n${i}`] },
  })),
};

async function setUp() {
  vi.useFakeTimers();
  const vectors = new VectorsHere(new DiskHere());
  const engine = new StandInEngine(vectors.store);
  const source = { kind: 'facet', url: 'model/' } as const;
  const model = createEngineStore({ engine, source, modelId: null, choice: 'auto' });
  const pairs: Pair[] = [
    [mark, 'one'],
    [mark, 'three'],
    [mark, 'a query'],
    ['i', 'one'],
  ];
  const embeddings = new Embeddings({
    ...{ engine, vectors, jobs: new Jobs(), model, delayMs: 150, wanted: () => pairs },
    keeping: { on: () => true, embedded() {} },
  });
  void model.getState().load();
  engine.loads[0]?.finish();
  await settle();
  return { vectors, engine, embeddings };
}

test('vectors of a file are found by their texts, and no model is asked for those it lacks', async () => {
  const { vectors, engine, embeddings } = await setUp();
  try {
    // Before the file is read no text has one.
    expect(engine.calls.map(({ pairs }) => pairs)).toEqual([[['i', 'one']]]);
    engine.calls[0]!.finish();
    await settle();
    expect(embeddings.lookup(mark, 'one')).toMatchObject({ without: 'given', dim: 2 });

    const kept = await keepAll(
      fileOf([
        [1, 2],
        [9, 9],
        [0, 0],
      ]),
      'v.npy',
      workspace,
      {
        keep: (rows, dim, texts) => vectors.give(rows, dim, texts),
        onRows: () => undefined,
      },
    );
    // The blank text takes no row from those after it.
    expect(kept).toEqual({ given, texts: 2 });
    embeddings.lookAgain();
    await vi.advanceTimersByTimeAsync(200);
    await settle();
    const one = embeddings.lookup(mark, 'one')!;
    expect(one.without).toBeNull();
    expect(await vectors.vector(one)).toEqual(Float32Array.of(1, 2));
    expect(embeddings.lookup(mark, 'three')).toMatchObject({ without: 'zero' });
    expect(embeddings.lookup(mark, 'a query')).toMatchObject({ without: 'given' });
    expect(engine.calls).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

test('rows are joined by the ids of the texts, in any order', async () => {
  const taken: string[] = [];
  const file = fileOf(
    [
      [3, 3],
      [5, 5],
      [1, 1],
    ],
    ['n2', 'nobody', 't0'],
  );
  const { texts } = await keepAll(file, 'v.parquet', workspace, {
    keep: async (rows, _, { pairs }) => {
      taken.push(...pairs.map(([, text], i) => `${text} ${rows[2 * i]}`));
    },
    onRows: () => undefined,
  });
  expect(texts).toBe(2);
  expect(taken).toEqual(['three 3', 'one 1']);
});

test('of two rows of one wording the first counts', async () => {
  const same = { ...workspace, texts: workspace.texts.map((each) => ({ ...each, text: 'same' })) };
  const taken: number[] = [];
  const { texts } = await keepAll(
    fileOf([
      [3, 3],
      [5, 5],
      [1, 1],
    ]),
    'v.npy',
    same,
    {
      keep: async (rows) => void taken.push(...rows),
      onRows: () => undefined,
    },
  );
  expect([texts, taken]).toEqual([1, [3, 3]]);
});

test('a file that fits no list is refused with both shapes, and one of other ids too', async () => {
  const how = { keep: async () => undefined, onRows: () => undefined };
  await expect(keepAll(fileOf([[1, 2]]), 'v.npy', workspace, how)).rejects.toThrow(
    /shape \[1, 2\]; expected \[3, values\] for the texts/,
  );
  await expect(keepAll(fileOf([[1, 2]], ['x']), 'v.parquet', workspace, how)).rejects.toThrow(
    /No row of .* has the id of a text/,
  );
});

test('a browser without storage says so, and adds nothing', async () => {
  const vectors = new VectorsHere(null);
  const how = {
    keep: vectors.give,
    onRows: () => undefined,
  };
  const file = fileOf([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
  await expect(keepAll(file, 'v.npy', workspace, how)).rejects.toThrow(/keeps nothing/);
});

test('a lens of such vectors is saved with its file, as a version that earlier Facets refuse', () => {
  const added = addGivenLens(workspace, given);
  expect(added.version).toBe(5);
  expect(added.lenses[1]).toMatchObject({ name: 'Vectors from v.npy', instruction: mark, given });
  // The same file again is the same lens.
  expect(addGivenLens(added, given)).toBe(added);
  expect(parseWorkspace(JSON.parse(JSON.stringify(added)))).toEqual(added);
  // Also where the texts came without columns.
  const plain = addGivenLens(emptyWorkspace(), given);
  expect(parseWorkspace(JSON.parse(JSON.stringify(plain)))).toEqual(plain);
  const broken = JSON.parse(JSON.stringify(added));
  broken.lenses[1].given.dim = 0;
  expect(() => parseWorkspace(broken)).toThrow('lenses[1].given.dim');
  // A later kind of lens that says nothing of a file stays a lens of instructions.
  const other = JSON.parse(JSON.stringify(added));
  other.lenses[1] = { ...other.lenses[0], id: 'later', kind: 'later' };
  expect(parseWorkspace(other)).toMatchObject({ version: 3, lenses: [{}, { id: 'later' }] });
});
