/** Documents by their best chunk, computed by hand, from the list of texts to what is saved. */
import { expect, it } from 'vitest';
import { rowsOf } from '../../../testing/rows.ts';
import { searchHere } from '../../../testing/search-here.ts';
import { VectorsHere } from '../../../testing/vectors-here.ts';
import { numbered } from '../../app/items.ts';
import type { VectorSet } from '../../vectors/types.ts';
import { toChunks } from '../../workspace/chunks.ts';
import { addItems, withRoles } from '../../workspace/edits.ts';
import { emptyWorkspace } from '../../workspace/workspace.ts';
import { idsAlone, recordTable } from '../exports/content.ts';
import { chunkedOf } from './chunked.ts';
import { rankChanges, rankedUnder, riseAsSign } from './ranks.ts';
import { rankingRecords } from './records.ts';
import type { RetrievalResult } from './result.ts';
import { rankingRows } from './table.ts';

const names = ['file', null];
const text = (name: string, body: string) => ({ text: body, row: { names, cells: [name, body] } });
const made = toChunks(
  emptyWorkspace(),
  'documents',
  {
    texts: [text('long.txt', 'aabbcc'), text('my notes', 'ddee')],
    roles: [{ facets: [], id: 'file' }],
  },
  [Uint32Array.of(0, 2, 2, 4, 4, 6), Uint32Array.of(0, 2, 2, 4)],
);
const cut = addItems(emptyWorkspace(), 'documents', made.texts, 'A');
// A text that was never cut is a document of its own.
const whole = addItems(cut, 'documents', [{ text: 'ff' }], 'A');
const workspace = withRoles(whole, made.roles, made.chunks);
const documents = numbered(workspace.documents, 'D');
const chunked = chunkedOf(workspace, documents)!;

const vectors = new VectorsHere();
let sets = 0;
function stored(...rows: readonly (readonly number[])[]): VectorSet {
  const { vectors: values, count, dim } = rowsOf(...rows);
  const first = vectors.store.add(values as Float32Array<ArrayBuffer>, dim);
  const numbers = Uint32Array.from(rows, (_, i) => first + i);
  return { id: sets++, dim, count, rows: numbers };
}

/** Cosines with the query (1, 0) are the first values: the rows have length 1. */
const circle = (...cosines: readonly number[]) =>
  stored(...cosines.map((cosine) => [cosine, Math.sqrt(1 - cosine * cosine)]));

async function ranked(folded: boolean, ...cosines: readonly number[]) {
  const { search } = searchHere(vectors);
  const groups = folded ? chunked.groups : undefined;
  return search.nearest(stored([1, 0]), circle(...cosines), 3, { groups });
}

async function resultOf(folded: boolean): Promise<RetrievalResult> {
  const queries = numbered([{ id: 'q', text: 'which?' }], 'Q');
  return {
    ...{ by: 'vectors', queries, documents, chunked, folded, searched: folded ? 3 : 6 },
    ...{ words: null, without: [] },
    sides: [
      // long.txt has the three best chunks; then "my notes", then the text of its own.
      { lens: 'lens-1', ranking: await ranked(folded, 0.7, 0.96, 0.8, 0.28, 0.6, 0) },
      // The best chunks are others, and "my notes" is first.
      { lens: 'lens-2', ranking: await ranked(folded, 0.8, 0.6, 0.7, 0.96, 0, 0.28) },
    ],
  };
}

it('ranks as many documents as asked for, though one has all of the best chunks', async () => {
  const result = await resultOf(true);
  const before = rankedUnder(result, result.sides[0], 0);
  expect(before.map(({ name, document }) => [name, document.text])).toEqual([
    ['long.txt · 2/3', 'bb'],
    ['my notes · 2/2', 'ee'],
    ['D6', 'ff'],
  ]);
  expect(before.map(({ score }) => score.toFixed(2))).toEqual(['0.96', '0.60', '0.00']);
  const chunks = await resultOf(false);
  const texts = rankedUnder(chunks, chunks.sides[0], 0).map(({ document }) => document.text);
  expect(texts).toEqual(['bb', 'cc', 'aa']);
});

it('knows a document under two lenses by its name, whatever its best chunk is', async () => {
  const result = await resultOf(true);
  const [before, after] = result.sides.map((side) => rankedUnder(result, side!, 0));
  const changes = rankChanges(before!, after!);
  expect(changes.map((change) => [change.name, riseAsSign(change)])).toEqual([
    ['long.txt · 1/3', '▼1'],
    ['my notes · 1/2', '▲1'],
    ['D6', '='],
  ]);
});

it('saves the document, its best chunk and its score, and says so', async () => {
  const records = rankingRecords(await resultOf(true));
  const { columns } = recordTable(records, workspace);
  const values = Object.fromEntries(columns.map((each) => [each.name, each.values.slice(0, 3)]));
  const ids = documents.map(({ id }) => id);
  expect(values).toMatchObject({
    document_id: ['long.txt', 'my notes', ids[5]],
    chunk_id: [ids[1], ids[4], ids[5]],
    chunk: [2, 2, null],
    rank: [1, 2, 3],
    query_text: ['which?', 'which?', 'which?'],
    text: ['bb', 'ee', 'ff'],
  });
  expect(idsAlone(records).columns.map(({ name }) => name)).toEqual(
    columns.map(({ name }) => name).slice(0, -2),
  );
  expect(records.how.ranked).toBe('documents, each by its best chunk');
  const chunks = rankingRecords(await resultOf(false));
  expect(chunks.columns.find(({ name }) => name === 'document_id')!.values[0]).toBe(ids[1]);
  expect(chunks.how.ranked).toBe('chunks');
  const [head, first] = await rankingRows(await resultOf(true), String, async () => undefined);
  expect(head!.slice(-2)).toEqual(['Chunk of', 'Chunk']);
  expect(first!.slice(-4)).toEqual(['D2', 'bb', 'long.txt', 2]);
});
