import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { analysisHere } from '../../testing/analysis-here.ts';
import { panelsHere } from '../../testing/panels-here.ts';
import { searchHere } from '../../testing/search-here.ts';
import { StandInEngine } from '../../testing/stand-in-engine.ts';
import { VectorsHere } from '../../testing/vectors-here.ts';
import { Derived } from '../app/embeddings/derived.ts';
import { Embeddings } from '../app/embeddings/embeddings.ts';
import { wantedPairs } from '../app/embeddings/gather.ts';
import { shownLensesOf } from '../app/lenses/shown-lenses.ts';
import { createEngineStore } from '../app/models/engine.ts';
import { definePanel, Panels, panelSources } from '../app/panels.ts';
import { type View, view } from '../app/view.ts';
import { createWorkspaceStore } from '../app/workspace.ts';
import { Jobs } from '../jobs/jobs.ts';
import { setLabel } from '../workspace/edits.ts';
import { emptyHistory } from '../workspace/history.ts';
import type { Lens } from '../workspace/lens.ts';
import { changeLens } from '../workspace/lens-edits.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { createScores } from './map/scores.ts';
import { panelCommands, saveCommands } from './panel/commands.ts';
import { PANELS } from './registry.ts';
import { closeClusters } from './similarity/opened.ts';

/** Computations here share the processor with whatever else runs: on a busy machine they take seconds. */
const BUSY = { timeout: 15_000 };

const lens = (id: string): Lens => ({
  id,
  name: id,
  colour: 0,
  on: true,
  instruction: `${id}: `,
  queryInstruction: `${id} query: `,
  documentInstruction: `${id} document: `,
});

const initial: Workspace = {
  version: 2,
  name: 'Test',
  lenses: [lens('a'), lens('bb')],
  texts: ['x', 'xx', 'xxx', 'xxxxxxxx', 'xxxxxxxxx'].map((text) => ({
    id: text,
    text,
    group: 'A',
  })),
  queries: [{ id: 'q', text: 'q' }],
  documents: [
    { id: 'd', text: 'd' },
    { id: 'e', text: 'ee' },
  ],
  k: 2,
  projection: 'pca',
};

async function setUp(start: Workspace = initial) {
  const vectors = new VectorsHere();
  const engine = new StandInEngine(vectors.store);
  const model = createEngineStore({
    engine,
    source: { kind: 'facet', url: 'model/' },
    choice: 'auto',
    modelId: null,
  });
  const workspace = createWorkspaceStore(start);
  workspace.getState().open({ id: 'a', workspace: start, history: emptyHistory, role: 'writer' });
  const current = () => workspace.getState().workspace;
  const jobs = new Jobs();
  const embeddings = new Embeddings({
    engine,
    vectors,
    jobs,
    model,
    wanted: () => wantedPairs(current(), shownLensesOf(current(), view.getState()), []),
    keeping: { on: () => false, embedded() {} },
    delayMs: 0,
  });
  const { analysis, tasks } = analysisHere(vectors);
  const { search } = searchHere(vectors, tasks);
  const from = {
    engine,
    analysis,
    search,
    embeddings,
    model,
    workspace,
    view,
    jobs,
  };
  const panels = panelsHere(from);
  const all = Object.values(panels);
  void model.getState().load();
  engine.loads[0]?.finish();

  /** Embeds what is wanted and waits until every panel is at rest; the pairs embedded. */
  const follow = async (): Promise<string[]> => {
    const before = engine.calls.length;
    embeddings.schedule();
    await vi.waitFor(() => {
      for (const call of engine.calls) call.finish();
      for (const panel of all) panel.update();
      const states = all.map((panel) => panel.store.getState().status);
      expect(states.every((status) => status !== 'pending')).toBe(true);
    }, BUSY);
    return engine.calls.slice(before).flatMap(({ pairs }) => pairs.map((pair) => pair.join('')));
  };
  /** What the analysis is asked for until every panel is at rest. */
  const asked = async () => {
    tasks.length = 0;
    const embedded = await follow();
    return { embedded, tasks: [...tasks].sort() };
  };
  await follow();
  return { panels, sources: panelSources(from), workspace, embeddings, jobs, asked };
}

beforeEach(() => view.setState(view.getInitialState(), true));
afterEach(() => view.setState(view.getInitialState(), true));

test('a second lens is embedded and computed alone, over the same list of texts', async () => {
  const { panels, asked } = await setUp();
  expect(panels.effect.store.getState().status).toBe('empty');
  view.setState({ mode: 'two' });
  const { embedded, tasks } = await asked();
  expect(embedded).toHaveLength(8);
  expect(embedded.every((pair) => pair.startsWith('bb'))).toBe(true);
  // The first lens's clusters and map are at hand.
  expect(tasks.filter((task) => task === 'cluster' || task === 'project')).toHaveLength(2);

  const similarity = panels.similarity.store.getState().result!;
  expect(similarity.sides.map((side) => side?.lens)).toEqual(['a', 'bb']);
  expect(similarity.sides.map((side) => side?.values.length)).toEqual([25, 25]);
  const map = panels.map.store.getState().result!;
  expect(map.sides[1]?.clusters.assignments).toHaveLength(map.items.length);
  expect(map.moves?.texts).toBe(5);
  const effect = panels.effect.store.getState().result!;
  expect(effect.lenses).toEqual(['a', 'bb']);
  expect(effect.comparison.moved).toHaveLength(5);
});

test('duplicates are sought only while their panel is open, and again only down to a lower cosine', async () => {
  const { panels, asked } = await setUp();
  expect(panels.duplicates.store.getState().status).toBe('empty');
  view.setState({ folds: { duplicates: false } });
  expect((await asked()).tasks).toEqual(['nearPairs']);
  expect(panels.duplicates.store.getState().result?.items).toHaveLength(5);
  view.setState({ leastCosine: 0.99 });
  expect((await asked()).tasks).toEqual([]);
  view.setState({ leastCosine: 0.9 });
  expect((await asked()).tasks).toEqual(['nearPairs']);
  view.setState({ folds: { duplicates: true } });
  await asked();
  expect(panels.duplicates.store.getState().result).toBeNull();
});

test('of more texts than a matrix shows, clusters are compared, and open into their texts', async () => {
  const texts = Array.from({ length: 201 }, (_, i) => ({
    id: `t${i}`,
    text: `${i} ${'x'.repeat(i)}`,
    group: 'A' as const,
  }));
  const { panels, asked } = await setUp({ ...initial, texts });
  const { result } = panels.similarity.store.getState();
  if (result?.kind !== 'clusters') throw new Error('The matrix is one of texts.');
  expect(result.rows).toHaveLength(2);
  expect(result.rows.reduce((sum, line) => sum + line.texts.length, 0)).toBe(201);
  result.open(0, 1);
  await asked();
  const opened = panels.similarity.store.getState().result;
  if (opened?.kind !== 'texts') throw new Error('The clusters were not opened.');
  expect(opened.rows.map(({ text }) => text).sort()).toEqual([...result.rows[0]!.texts].sort());
  closeClusters();
  await asked();
  expect(panels.similarity.store.getState().result?.kind).toBe('clusters');
});

test('a difference is of the results of side by side: nothing is computed for it', async () => {
  const { asked } = await setUp();
  view.setState({ mode: 'two' });
  await asked();
  view.setState({ mode: 'difference' });
  expect(await asked()).toEqual({ embedded: [], tasks: [] });
});

test('of two lenses the one that is edited is embedded and clustered again', async () => {
  const { workspace, asked } = await setUp();
  view.setState({ mode: 'two' });
  await asked();
  workspace
    .getState()
    .edit('Edit', (current) => changeLens(current, 'bb', { instruction: 'other: ' }));
  const { embedded, tasks } = await asked();
  expect(embedded).toHaveLength(5);
  expect(embedded.every((pair) => pair.startsWith('other: '))).toBe(true);
  expect(tasks.filter((task) => task === 'cluster' || task === 'project')).toHaveLength(2);
  expect(tasks).not.toContain('nearest');
});

test('a label changes no vector, cluster or place, and scores the clusters', async () => {
  const { panels, workspace, asked } = await setUp();
  const label = (id: string, value: string) =>
    workspace.getState().edit('Label', (current) => setLabel(current, id, value));
  label('x', 'short');
  await asked();
  // One class compares nothing.
  expect(panels.map.store.getState().result?.sides[0].gold).toBeNull();
  label('xxxxxxxx', 'long');
  const { embedded, tasks } = await asked();
  expect(embedded).toEqual([]);
  expect(tasks).toEqual(['agree', 'terms']);
  expect(panels.map.store.getState().result?.sides[0].gold).toMatchObject({ texts: 2, ari: 1 });
});

test('texts of which nothing is pooled have no cosine and no rank, and stand on no map', async () => {
  const { panels, asked } = await setUp({
    ...initial,
    texts: [...initial.texts, { id: 'f', text: 'fused', group: 'A' }],
    documents: [{ id: 'f1', text: 'fused 1' }, ...initial.documents],
  });
  view.setState({ mode: 'two' });
  await asked();

  const similarity = panels.similarity.store.getState().result!;
  const known = Array.from(similarity.sides[0].values, (value) => !Number.isNaN(value));
  expect(known).toEqual(
    Array.from({ length: 36 }, (_, cell) => cell % 6 < 5 && Math.floor(cell / 6) < 5),
  );
  expect(similarity.without.map(({ item, lens, why }) => [item.id, lens, why])).toEqual([
    ['f', 'a', 'fused'],
    ['f', 'bb', 'fused'],
  ]);

  const { ranking } = panels.retrieval.store.getState().result!.sides[0];
  expect(ranking.indices.at(-1)).toBe(0);
  expect(Array.from(ranking.scores, Number.isNaN)).toEqual([false, false, true]);

  const map = panels.map.store.getState().result!;
  expect(map.items.map(({ id }) => id)).toEqual(['x', 'xx', 'xxx', 'xxxxxxxx', 'xxxxxxxxx']);
  expect(map.without).toHaveLength(2);
  const effect = panels.effect.store.getState().result!;
  expect(effect.comparison.moved).toHaveLength(5);
  expect(effect.without).toEqual(map.without);
  const { panels: plain } = await setUp();
  expect(plain.map.store.getState().result!.sides[0].clusters).toEqual(map.sides[0].clusters);
  expect(await panels.map.suggest()).toEqual(await plain.map.suggest());
});

test('the texts of the map are scored by the query that is shown, and by nothing until that is asked', async () => {
  const queries = ['q', 'qqqq'].map((text) => ({ id: text, text }));
  const { panels, sources, asked } = await setUp({ ...initial, queries });
  const scores = createScores(sources);
  panels.map.also(scores);
  expect((await asked()).tasks).toEqual([]);
  const scored = async (change: Partial<View>) => {
    view.setState(change);
    const { tasks } = await asked();
    await vi.waitFor(() => expect(scores.store.getState().status).not.toBe('pending'));
    return [tasks, scores.store.getState().result?.query.text];
  };
  expect(await scored({ mapBy: 'score' })).toEqual([['similarity'], 'q']);
  const { items, sides } = scores.store.getState().result!;
  expect(items).toBe(panels.map.store.getState().result!.items);
  expect(sides[0]).toHaveLength(5);
  // The map itself is not computed again.
  expect(await scored({ query: 'qqqq' })).toEqual([['similarity'], 'qqqq']);
  expect(scores.store.getState().result!.sides[0]).not.toEqual(sides[0]);
  expect(await scored({ mapBy: null })).toEqual([[], undefined]);
});

test('a suggestion of k is a job, which cancels it; a later one takes its place', async () => {
  const { panels, jobs } = await setUp();
  const first = panels.map.suggest();
  expect(jobs.of('suggest-k')).toMatchObject({ title: 'Suggesting k', state: 'running' });
  const second = panels.map.suggest();
  expect(await first).toBeNull();
  expect(jobs.of('suggest-k')).not.toBeNull();
  jobs.of('suggest-k')?.cancel();
  expect(await second).toBeNull();
  expect(jobs.of('suggest-k')).toBeNull();
});

test('the computation of a panel is a job of its name, from its beginning to its end', async () => {
  const { panels, jobs, workspace } = await setUp();
  expect(jobs.of('panel:map')).toBeNull();
  workspace.getState().adjust({ k: 3 });
  panels.map.update();
  expect(jobs.of('panel:map')).toMatchObject({ title: 'Computing the map', total: null });
  jobs.of('panel:map')?.cancel();
  expect(panels.map.store.getState()).toMatchObject({ status: 'error' });
  panels.map.retry();
  await vi.waitFor(() => expect(panels.map.store.getState().status).toBe('ready'), BUSY);
  expect(jobs.of('panel:map')).toBeNull();
});

test('a text whose end token alone is pooled has the vector that the package gives it', async () => {
  const { panels, embeddings, asked } = await setUp({
    ...initial,
    texts: [...initial.texts, { id: 'e', text: 'end token', group: 'A' }],
  });
  await asked();
  expect(embeddings.lookup('a: ', 'end token')).toMatchObject({ unread: 'fused', without: null });
  const { values } = panels.similarity.store.getState().result!.sides[0];
  expect(Array.from(values, Number.isNaN)).not.toContain(true);
});

test('a map that is left with too few vectors says so', async () => {
  const texts = ['fused 1', 'fused 2', 'xx', 'xxx'].map((text) => ({
    id: text,
    text,
    group: 'A' as const,
  }));
  const { panels } = await setUp({ ...initial, texts });
  expect(panels.map.store.getState()).toMatchObject({
    status: 'error',
    error: expect.stringMatching(/of 4 texts 2 have one/),
  });
  expect(panels.similarity.store.getState().status).toBe('ready');
});

test('a panel is its definition alone: its result, its commands and its menu come of it', async () => {
  const longest = definePanel({
    name: 'longest',
    title: 'Longest',
    place: 'grid',
    create: ({ workspace, begin }) =>
      new Derived<number, number>({
        begin,
        inputs: () => ({
          kind: 'ready',
          input: Math.max(...workspace().texts.map(({ text }) => text.length)),
        }),
        same: (a, b) => a === b,
        compute: async (length) => length,
      }),
    render: () => null,
    save: { pictures: false, load: async () => ({ table: (length) => [['Longest'], [length]] }) },
    commands: () => [{ group: 'Panels', label: 'Say the longest', perform: () => undefined }],
  });
  const { sources, workspace } = await setUp();
  const panels = new Panels(sources);
  panels.open([...PANELS, longest]);
  panels.update();
  await vi.waitFor(() => expect(panels.of(longest).store.getState().result).toBe(9));

  const state = workspace.getState();
  const shown = shownLensesOf(state.workspace, view.getState());
  const context = { workspace: state, view: view.getState(), shown };
  const labels = [...panelCommands(panels.all, context), ...saveCommands(panels.all)].map(
    ({ label }) => label,
  );
  for (const label of ['Go to longest', 'Open longest large', 'Say the longest']) {
    expect(labels).toContain(label);
  }
  expect(labels).toContain('Save longest: picture or table');
  const saved = panels.all.find(({ definition }) => definition === longest)?.definition.save;
  const { table } = await saved!.load();
  const turn = async () => undefined;
  expect(await table(9, { nameOf: String, noteOf: String }, turn)).toEqual([['Longest'], [9]]);
});

test('no two panels have one name', () => {
  const names = PANELS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
