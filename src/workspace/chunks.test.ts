import { expect, it } from 'vitest';
import { besideChunks, toChunks } from './chunks.ts';
import { addItems, withRoles } from './edits.ts';
import { emptyWorkspace, parseWorkspace, type Workspace } from './workspace.ts';
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

const names = ['ref', null, 'year'];
const texts = [
  { text: 'One. Two. Three.', row: { names, cells: ['a', 'One. Two. Three.', '1999'] } },
  { text: 'Short.', row: { names, cells: ['a', 'Short.'] } },
  { text: 'Typed.' },
];
const roles = [{ facets: [], id: 'ref' }];
const places = [Uint32Array.of(0, 9, 5, 16), null, null];

function added(workspace: Workspace, given = texts, cuts: typeof places = places): Workspace {
  const made = toChunks(workspace, 'documents', { texts: given, roles }, cuts);
  const edited = addItems(workspace, 'documents', made.texts, 'A');
  return withRoles(edited, made.roles, made.chunks);
}

const made = added(emptyWorkspace());

it('keeps the columns of the row, and names document and place of each chunk', () => {
  expect(made.columns).toEqual(['ref', 'year', 'document', 'chunk', 'start', 'end']);
  expect(made.documents.map(({ text, cells }) => [text, cells])).toEqual([
    ['One. Two.', ['a', '1999', 'a', '1', '0', '9']],
    ['Two. Three.', ['a', '1999', 'a', '2', '5', '16']],
    // The id comes twice..
    ['Short.', ['a', null, 'a (2)', '1', '0', '6']],
    ['Typed.', [null, null, '1', '1', '0', '6']],
  ]);
  expect(made.chunks).toEqual({ document: 'document', chunk: 'chunk', start: 'start', end: 'end' });
  expect(made.idColumn).toBe('ref');
});

it('gives documents of a later file other names, in the same columns', () => {
  const again = added(made);
  expect(again.columns).toEqual(made.columns);
  const at = again.columns!.indexOf('document');
  const found = again.documents.map(({ cells }) => cells?.[at]);
  expect(found).toEqual(['a', 'a', 'a (2)', '1', 'a (3)', 'a (3)', 'a (4)', '4']);
  // Other lists have documents of their own.
  expect(toChunks(made, 'texts', { texts, roles }, places).texts[0]!.row!.cells).toContain('a');
});

it('takes clear names where a table has columns of these names', () => {
  const own = [{ text: 'x', row: { names: ['start', null], cells: ['9', 'x'] } }];
  const other = added(emptyWorkspace(), own, [null]);
  expect(other.columns).toEqual([
    'start',
    ...['chunk_document', 'chunk_number', 'chunk_start', 'chunk_end'],
  ]);
  expect(other.documents[0]!.cells).toEqual(['9', '1', '1', '0', '1']);
});

it('lets no column of a later table pass for a place of chunks', () => {
  const own = [{ text: 'x', row: { names: ['document', null, 'year'], cells: ['9', 'x', '2'] } }];
  const plain = besideChunks(made, own, [{ facets: ['document'], id: null }]);
  expect(plain.texts[0]!.row!.names).toEqual(['document_of_file', null, 'year']);
  expect(plain.roles).toEqual([{ facets: ['document_of_file'], id: null }]);
  expect(besideChunks(emptyWorkspace(), own, roles).texts).toBe(own);
  const cut = added(made, own, [null]);
  expect(cut.columns).toEqual([...made.columns!, 'document_of_file']);
});

it('keeps a long cell with the first chunk alone', () => {
  const long = 'x'.repeat(1001);
  const own = [{ text: 'One. Two. Three.', row: { names: ['body'], cells: [long] } }];
  const { texts: chunks } = toChunks(emptyWorkspace(), 'texts', { texts: own, roles }, places);
  expect(chunks.map(({ row }) => row!.cells[0])).toEqual([long, null]);
});

it('is read back from a file and a link, checked, and left out of a link without texts', async () => {
  expect(readWorkspace(writeWorkspace(made, view, null)).workspace).toEqual(made);
  expect((await readLink(await writeLink(made, view, true))).workspace).toEqual(made);
  expect((await readLink(await writeLink(made, view, false))).workspace.chunks).toBeUndefined();
  const with_ = (chunks: unknown) => () => parseWorkspace({ ...made, chunks });
  expect(with_({ ...made.chunks, end: 'gone' })).toThrow(/chunks\.end/);
  expect(with_({ ...made.chunks, end: 'start' })).toThrow(/another of the chunks/);
  expect(with_([])).toThrow(/chunks/);
  expect(with_(undefined)().chunks).toBeUndefined();
});
