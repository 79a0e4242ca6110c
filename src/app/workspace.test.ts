import { expect, test } from 'vitest';
import { addItems, clearList, moveToGroup, removeItem, setItemText } from '../workspace/edits.ts';
import { emptyHistory } from '../workspace/history.ts';
import type { Lens } from '../workspace/lens.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { wantedPairs } from './embeddings/gather.ts';
import { shownLensesOf } from './lenses/shown-lenses.ts';
import { createWorkspaceStore, type Role } from './workspace.ts';

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

function setUp(role: Role = 'writer') {
  const store = createWorkspaceStore(initial);
  store.getState().open({ id: 'a', workspace: initial, history: emptyHistory, role });
  return store;
}

test('a removed text comes back with undo and goes with redo', () => {
  const store = setUp();
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

test('changes of one setting are one step of undo', () => {
  const store = setUp();
  store.getState().adjust({ k: 5 });
  store.getState().adjust({ k: 6 });
  expect(store.getState().undo()).toBe('Number of clusters');
  expect(store.getState().workspace.k).toBe(initial.k);
  expect(store.getState().undo()).toBeNull();
});

test('a tab that only reads changes nothing, and each refusal is counted', () => {
  const store = setUp('reader');
  store.getState().edit('Remove', (workspace) => removeItem(workspace, 'texts', '1'));
  store.getState().adjust({ k: 5 });
  expect(store.getState().workspace).toBe(initial);
  expect(store.getState().refused).toBe(2);
  store.getState().follow({ ...initial, k: 7 });
  expect(store.getState()).toMatchObject({ workspace: { k: 7 }, history: emptyHistory });
});

const shown = (workspace: Workspace, mode: 'one' | 'two') =>
  shownLensesOf(workspace, { mode, first: null, second: null });

test('blank texts are not embedded, the others under their own instruction, as typed', () => {
  const blank = addItems(
    initial,
    'texts',
    [{ text: '' }, { text: '  ' }, { text: ' c ', label: 'l' }],
    'A',
  );
  expect([...wantedPairs(blank, shown(blank, 'one'), [])]).toEqual([
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
  const wanted = [...wantedPairs(workspace, shown(workspace, 'two'), ['b', 'not a text'])];
  expect(wanted.map((pair) => pair.join(''))).toEqual([
    ...['I: a', 'I: b', 'Q: q', 'D: d'],
    ...['I2: a', 'I2: b', 'Q2: q', 'D2: d'],
    'I3: b',
  ]);
});
