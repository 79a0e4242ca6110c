import { expect, test } from 'vitest';
import type { Lens } from '../data/lens.ts';
import type { Workspace } from '../data/workspace.ts';
import { comparisonOf } from './comparison.ts';
import { addItems, clearList, moveToGroup, removeItem, setItemText } from './edits.ts';
import { wantedPairs } from './gather.ts';
import { createWorkspaceStore } from './workspace.ts';

const lens = (id: string, sign: string, on = true): Lens => ({
  id,
  name: id,
  colour: 0,
  on,
  instruction: `I${sign}: `,
  queryInstruction: `Q${sign}: `,
  documentInstruction: `D${sign}: `,
});

const initial: Workspace = {
  version: 2,
  name: 'Test',
  lenses: [lens('one', ''), lens('two', '2')],
  texts: [
    { id: '1', text: 'a', group: 'A' },
    { id: '2', text: 'b', group: 'B' },
  ],
  queries: [{ id: '3', text: 'q' }],
  documents: [{ id: '4', text: 'd' }],
  k: 2,
  projection: 'pca',
};

function setUp(saved: Workspace | null = null) {
  const writes: Workspace[] = [];
  const store = createWorkspaceStore(initial, {
    getItem: async () => (saved === null ? null : { state: { workspace: saved }, version: 1 }),
    setItem: (_name, { state }) => void writes.push(state.workspace),
    removeItem: () => undefined,
  });
  return { store, writes };
}

test('a removed text comes back with undo and goes with redo', () => {
  const { store } = setUp();
  store.getState().edit('Remove', (workspace) => removeItem(workspace, 'texts', '1'));
  expect(store.getState().workspace.texts.map(({ id }) => id)).toEqual(['2']);
  expect(store.getState().undo()).toBe('Remove');
  expect(store.getState().workspace).toBe(initial);
  expect(store.getState().redo()).toBe('Remove');
  expect(store.getState().workspace.texts).toHaveLength(1);
});

test('edits reach their own list only', () => {
  const added = addItems(initial, 'documents', [{ text: 'x' }, { text: 'y' }], 'A');
  expect(added.documents.map(({ text }) => text)).toEqual(['d', 'x', 'y']);
  expect(new Set(added.documents.map(({ id }) => id)).size).toBe(3);
  expect(added.texts).toBe(initial.texts);
  expect(moveToGroup(initial, '1', 'B').texts.map(({ group }) => group)).toEqual(['B', 'B']);
  expect(clearList(initial, 'texts', 'B').texts.map(({ id }) => id)).toEqual(['1']);
  expect(setItemText(initial, 'queries', '3', 'new').queries[0]?.text).toBe('new');
});

test('what was saved is restored before anything is computed, and changes are written', async () => {
  const { store, writes } = setUp({ ...initial, name: 'Saved' });
  expect(store.getState().restored).toBe(false);
  await expect.poll(() => store.getState().restored).toBe(true);
  expect(store.getState().workspace.name).toBe('Saved');
  store.getState().adjust({ k: 5 });
  expect(writes.at(-1)).toMatchObject({ name: 'Saved', k: 5 });
  // Changes of one setting are one step of undo.
  store.getState().adjust({ k: 6 });
  expect(store.getState().undo()).toBe('Number of clusters');
  expect(store.getState().workspace.k).toBe(initial.k);
  expect(store.getState().undo()).toBeNull();
});

const shown = (workspace: Workspace, mode: 'one' | 'two') =>
  comparisonOf(workspace, { mode, first: null, second: null });

test('blank texts are not embedded, the others under their own instruction, as typed', () => {
  const blank = addItems(
    initial,
    'texts',
    [{ text: '' }, { text: '  ' }, { text: ' c ', label: 'l' }],
    'A',
  );
  expect(wantedPairs(blank, shown(blank, 'one'), [])).toEqual([
    ['I: ', 'a'],
    ['I: ', 'b'],
    ['I: ', ' c '],
    ['Q: ', 'q'],
    ['D: ', 'd'],
  ]);
});

test('only shown lenses are embedded, and pinned texts under every lens that is on', () => {
  const lenses = [...initial.lenses, lens('three', '3'), lens('off', '4', false)];
  const workspace = { ...initial, lenses };
  const wanted = wantedPairs(workspace, shown(workspace, 'two'), ['b', 'not a text']);
  expect(wanted.map((pair) => pair.join(''))).toEqual([
    ...['I: a', 'I: b', 'Q: q', 'D: d'],
    ...['I2: a', 'I2: b', 'Q2: q', 'D2: d'],
    'I3: b',
  ]);
});
