import { expect, it } from 'vitest';
import { addItems, labelBy, withRoles } from './edits.ts';
import { emptyWorkspace } from './workspace.ts';
import { readLink, readWorkspace, writeLink, writeWorkspace } from './workspace-file.ts';

const view = {
  mode: 'one',
  first: null,
  second: null,
  columns: null,
  colour: 'value',
  mapColour: 'clusters',
  mapBy: null,
  rankedBy: 'vectors',
  labels: false,
} as const;

const names = ['id', null, 'topic', 'mood'];
const made = addItems(
  emptyWorkspace(),
  'texts',
  [
    { text: 'one', label: 'a', row: { names, cells: ['1', 'one', 'a', 'glad'] } },
    { text: 'two', label: 'b', row: { names, cells: ['2', 'two', 'b', ' '] } },
  ],
  'A',
);
const more = addItems(
  made,
  'documents',
  [{ text: 'doc', row: { names: ['mood', 'source', null], cells: ['sad', 'web', 'doc'] } }],
  'A',
);

it('holds the columns of all tables once, and the cells of each text by them', () => {
  expect(more.columns).toEqual(['id', 'topic', 'mood', 'source']);
  expect(more.texts.map(({ cells }) => cells)).toEqual([
    ['1', 'a', 'glad'],
    ['2', 'b', ' '],
  ]);
  expect(more.documents[0]!.cells).toEqual([null, null, 'sad', 'web']);
});

it('is written as version 3, which earlier Facets refuse, and read back; without columns it stays version 2', () => {
  const text = writeWorkspace(more, view, null);
  expect(JSON.parse(text).version).toBe(3);
  expect(readWorkspace(text).workspace).toEqual(more);
  const plain = addItems(emptyWorkspace(), 'texts', [{ text: 'one' }], 'A');
  expect(JSON.parse(writeWorkspace(plain, view, null)).version).toBe(2);
});

it('goes with a link only with its texts', async () => {
  const byMood = { ...view, mapBy: 'column:mood' } as const;
  const whole = await readLink(await writeLink(more, byMood, true));
  expect(whole.workspace).toEqual(more);
  expect(whole.view?.mapBy).toBe('column:mood');
  const bare = await readLink(await writeLink(more, byMood, false));
  // The name of a column may tell of the texts.
  expect(bare.view?.mapBy).toBeNull();
  expect(bare.hasTexts).toBe(false);
  expect(bare.workspace.columns).toBeUndefined();
});

it('labels the texts by any of their columns', () => {
  const moods = labelBy(more, 'mood');
  expect(moods.texts.map(({ label }) => label)).toEqual(['glad', undefined]);
  expect(labelBy(moods, 'topic').texts).toEqual(more.texts);
});

it('keeps which columns hold labels and ids, refuses others, and leaves them out of a bare link', async () => {
  const [column] = more.columns!;
  const named = withRoles(more, [{ facets: [column!], id: column! }], null);
  const text = writeWorkspace(named, view, null);
  expect(readWorkspace(text).workspace).toEqual(named);
  const wrong = text.replace(/"idColumn": "[^"]*"/, '"idColumn": "gone"');
  expect(() => readWorkspace(wrong)).toThrow('idColumn is "gone"');
  const bare = await readLink(await writeLink(named, view, false));
  expect(bare.workspace.facets).toBeUndefined();
});
