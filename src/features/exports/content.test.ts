import { describe, expect, it } from 'vitest';
import { NO_ROW } from '../../exports/types.ts';
import type { EmbeddedText } from '../../vectors/vector-cache.ts';
import { addItems } from '../../workspace/edits.ts';
import { emptyWorkspace, parseWorkspace, type Workspace } from '../../workspace/workspace.ts';
import { idsOf, missingPairs, recordTable, textColumns, vectorTable } from './content.ts';
import { nearDuplicates } from './duplicates.ts';
import { slugsOf } from './names.ts';

const [lens] = emptyWorkspace().lenses;
const topic = { ...lens!, id: 'l1', name: 'Topic', instruction: 'Represent the topic: ' };
const tone = { ...lens!, id: 'l2', name: 'topic!', instruction: 'Represent the tone: ' };
const workspace: Workspace = {
  ...emptyWorkspace(),
  lenses: [topic, tone],
  texts: [
    { id: 'a', text: 'one', group: 'A', label: 'x' },
    { id: 'b', text: ' ', group: 'B' },
    { id: 'c', text: 'unread', group: 'A' },
  ],
  queries: [{ id: 'q', text: 'which?' }],
};

function entry(row: number, without: EmbeddedText['without'] = null): EmbeddedText {
  const counts = { tokens: 3, masked: 1, truncated: false };
  return { row, dim: 4, ...counts, without, unread: null, refused: null };
}

const known = new Map([
  ['Represent the topic: one', entry(7)],
  ['Represent the topic: unread', entry(8, 'zero')],
  ['Represent the tone: one', entry(9)],
  ['Represent the tone: unread', entry(10)],
]);
const lookup = (instruction: string, text: string) => known.get(instruction + text);
const asked = { workspace, list: 'texts' as const, lenses: [topic, tone], lookup };

const values = (table: ReturnType<typeof vectorTable>) =>
  Object.fromEntries(table.columns.map((column) => [column.name, column.values]));

describe('an export of vectors', () => {
  it('has a row for every text, the reason why one has no vector, and columns named after the lenses', () => {
    const table = vectorTable({ ...asked, map: null });
    expect(values(table)).toEqual({
      id: ['a', 'b', 'c'],
      text: ['one', ' ', 'unread'],
      label: ['x', null, null],
      group: ['A', 'B', 'A'],
      no_vector_topic: [null, 'blank', 'zero'],
      no_vector_topic_2: [null, 'blank', null],
    });
    expect(table.vectors).toEqual([
      { name: 'vector_topic', dim: 4, rows: Uint32Array.of(7, NO_ROW, NO_ROW) },
      { name: 'vector_topic_2', dim: 4, rows: Uint32Array.of(9, NO_ROW, 10) },
    ]);
  });

  it('takes cluster and place from the map by the ids of lens and text', () => {
    const map = {
      columns: [
        { name: 'lens', kind: 'text' as const, values: ['l2', 'l2', 'l1'] },
        { name: 'id', kind: 'text' as const, values: ['c', 'a', 'a'] },
        { name: 'cluster', kind: 'integer' as const, values: [1, 2, 3] },
        { name: 'x', kind: 'number' as const, values: [0.5, 0.25, 0.125] },
      ],
      how: {},
    };
    const table = vectorTable({ ...asked, lenses: [tone], map });
    expect(values(table)).toMatchObject({ cluster: [2, null, 1], x: [0.25, null, 0.5] });
    expect(table.vectors[0]!.name).toBe('vector');
    // A lens whose map is not shown has no such columns.
    const other = vectorTable({ ...asked, lenses: [{ ...tone, id: 'l3' }], map });
    expect(other.columns.map(({ name }) => name)).not.toContain('cluster');
    expect(recordTable(map, workspace).columns[0]!.values).toEqual(['topic_2', 'topic_2', 'topic']);
  });

  it('knows what is to be embedded first', () => {
    expect(missingPairs(asked)).toEqual([]);
    expect(missingPairs({ ...asked, list: 'queries', lenses: [topic] })).toEqual([['', 'which?']]);
    expect(textColumns(workspace, 'queries').map(({ name }) => name)).toEqual(['id', 'text']);
  });
});

it('takes all columns that came with the texts out again, and the ids that name them all', () => {
  const row = (cells: readonly string[]) => ({ names, cells });
  const names = ['doc_id', null, 'id', 'year'];
  const other = ['year', 'more', null];
  const one = addItems(
    { ...workspace, texts: [] },
    'texts',
    [
      { text: 'one', row: row(['d1', 'one', 'x', '2001']) },
      { text: 'two', label: 'l', row: row(['d2', 'two', 'x']) },
    ],
    'A',
  );
  const both = addItems(
    { ...one, queries: [] },
    'queries',
    [{ text: 'q', row: { names: other, cells: ['7', '8', 'q'] } }],
    'A',
  );
  // Stored and read back, they are the same.
  const read = parseWorkspace(JSON.parse(JSON.stringify(both)));
  expect(read).toEqual(both);
  const found = (list: 'texts' | 'queries') =>
    Object.fromEntries(textColumns(read, list).map((column) => [column.name, column.values]));
  expect(found('texts')).toEqual({
    doc_id: ['d1', 'd2'],
    id: ['x', 'x'],
    year: ['2001', null],
    facet_id: read.texts.map(({ id }) => id),
    text: ['one', 'two'],
    label: [null, 'l'],
  });
  expect(found('queries')).toMatchObject({ year: ['7'], more: ['8'], text: ['q'] });
  expect([...idsOf(read, 'texts').values()]).toEqual(['d1', 'd2']);
  expect([...idsOf(read, 'queries').values()]).toEqual(read.queries.map(({ id }) => id));
});

it('names its own columns beside those that came in, as an export has them that is read again', () => {
  const names = ['vector_3', 'no_vector', 'cluster', 'x', 'id', 'facet_id', 'text', null];
  const cells = ['.5', '-', '4', '1', 'd1', 'f1', 't1', 'one'];
  const others = ['.6', '-', '5', '2', '', 'f1', 't2', 'unread'];
  const again = addItems(
    { ...workspace, texts: [] },
    'texts',
    [
      { text: 'one', row: { names, cells } },
      { text: 'unread', row: { names, cells: others } },
    ],
    'A',
  );
  const map = {
    columns: [
      { name: 'lens', kind: 'text' as const, values: ['l1'] },
      { name: 'id', kind: 'text' as const, values: [again.texts[0]!.id] },
      { name: 'cluster', kind: 'integer' as const, values: [1] },
      { name: 'x', kind: 'number' as const, values: [0.5] },
    ],
    how: {},
  };
  const table = vectorTable({ ...asked, workspace: again, lenses: [topic], map });
  const found = table.columns.map(({ name }) => name);
  expect(new Set(found).size).toBe(found.length);
  expect(values(table)).toMatchObject({
    cluster: ['4', '5'],
    facet_cluster: [1, null],
    x: ['1', '2'],
    facet_x: [0.5, null],
    facet_id: ['f1', 'f1'],
    facet_facet_id: again.texts.map(({ id }) => id),
    no_vector: ['-', '-'],
    facet_no_vector: [null, 'zero'],
  });
  // "vector_3" is a value's column in CSV.
  expect(table.vectors.map(({ name }) => name)).toEqual(['facet_vector']);
  // An empty cell is no id: it would shift the fields of a TREC line.
  expect([...idsOf(again, 'texts').values()]).toEqual(again.texts.map(({ id }) => id));
});

it('gives each lens a word of its own', () => {
  const named = ['Überblick / A', '…', 'überblick a', ''].map((name, at) => ({
    id: `${at}`,
    name,
  }));
  expect([...slugsOf(named).values()]).toEqual(['überblick_a', 'lens', 'überblick_a_2', 'lens_2']);
  const long = [`a${'𝔄'.repeat(50)}`, `${'b'.repeat(39)} c`].map((name) => ({ id: name, name }));
  expect([...slugsOf(long).values()]).toEqual([`a${'𝔄'.repeat(39)}`, 'b'.repeat(39)]);
});

it('lists near-duplicates as they were found, by id and words', () => {
  const items = ['a', 'b', 'c'].map((id) => ({ id, text: `text ${id}` }));
  const found = {
    a: Int32Array.of(1, 0),
    b: Int32Array.of(2, 1),
    cosines: Float32Array.of(0.875, 0.75),
    more: false,
  };
  const { columns } = nearDuplicates([{ items, lens: topic, found }], 0.75);
  expect(Object.fromEntries(columns.map((column) => [column.name, column.values]))).toEqual({
    lens: ['l1', 'l1'],
    id_a: ['b', 'a'],
    id_b: ['c', 'b'],
    cosine: [0.875, 0.75],
    text_a: ['text b', 'text a'],
    text_b: ['text c', 'text b'],
  });
});
