import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAnalysisClient, type WorkerLike } from '../analysis/client.ts';
import type { FromWorker, ToWorker } from '../analysis/protocol.ts';
import { createService } from '../analysis/service.ts';
import type { Lens } from '../data/lens.ts';
import type { Workspace } from '../data/workspace.ts';
import { comparisonOf } from './comparison.ts';
import { setLabel } from './edits.ts';
import { Embeddings } from './embeddings.ts';
import { createEngineStore } from './engine.ts';
import { wantedPairs } from './gather.ts';
import { emptyHistory } from './history.ts';
import { changeLens } from './lens-edits.ts';
import { createPanels } from './panels.ts';
import { StandInEngine } from './testing/stand-in-engine.ts';
import { view } from './view.ts';
import { createWorkspaceStore } from './workspace.ts';

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

/** The real analysis in this thread, and the names of what it was asked for. */
function setUpAnalysis() {
  const tasks: string[] = [];
  const start = (): WorkerLike => {
    const worker: WorkerLike = {
      onmessage: null,
      onerror: null,
      onmessageerror: null,
      terminate: () => undefined,
      postMessage(message: ToWorker) {
        if (message.kind !== 'abort') tasks.push(message.kind);
        serve(message);
      },
    };
    const serve = createService((answer: FromWorker) =>
      worker.onmessage?.({ data: answer } as MessageEvent<FromWorker>),
    );
    return worker;
  };
  return { analysis: createAnalysisClient(start), tasks };
}

async function setUp() {
  const engine = new StandInEngine();
  const model = createEngineStore({
    engine,
    source: { kind: 'facet', url: 'model/' },
    choice: 'auto',
    modelId: null,
  });
  const workspace = createWorkspaceStore(initial);
  workspace.getState().open({ id: 'a', workspace: initial, history: emptyHistory, role: 'writer' });
  const current = () => workspace.getState().workspace;
  const embeddings = new Embeddings({
    engine,
    model,
    wanted: () => wantedPairs(current(), comparisonOf(current(), view.getState()), []),
    delayMs: 0,
  });
  const { analysis, tasks } = setUpAnalysis();
  const { panels } = createPanels({ engine, analysis, embeddings, model, workspace, view });
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
      expect(states.every((status) => status === 'ready' || status === 'empty')).toBe(true);
    });
    return engine.calls.slice(before).flatMap(({ pairs }) => pairs.map((pair) => pair.join('')));
  };
  /** What the analysis is asked for until every panel is at rest. */
  const asked = async () => {
    tasks.length = 0;
    const embedded = await follow();
    return { embedded, tasks: [...tasks].sort() };
  };
  await follow();
  return { panels, workspace, asked };
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
  expect(map.sides[1]?.clusters.labels).toHaveLength(map.items.length);
  expect(map.moves?.texts).toBe(5);
  const effect = panels.effect.store.getState().result!;
  expect(effect.lenses).toEqual(['a', 'bb']);
  expect(effect.comparison.moved).toHaveLength(5);
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
  expect(tasks).not.toContain('retrieve');
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
