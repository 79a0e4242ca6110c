import { expect, it } from 'vitest';
import { numbered } from '../../app/items.ts';
import { toChunks } from '../../workspace/chunks.ts';
import { addItems, setItemText, withRoles } from '../../workspace/edits.ts';
import { emptyWorkspace } from '../../workspace/workspace.ts';
import { around, chunkedOf, documentCount, splitAt } from './chunked.ts';
import { sentencesOf } from './sentences.ts';

const TEXT = 'One is here. Two is there.  Three is gone. Four.';
const places = [Uint32Array.of(0, 12, 7, 26, 28, 42, 37, 48), null];
const plain = addItems(emptyWorkspace(), 'documents', [{ text: 'Whole.' }], 'A');
const made = toChunks(
  plain,
  'documents',
  { texts: [{ text: TEXT }, { text: 'Short.' }], roles: [] },
  places,
);
const workspace = withRoles(addItems(plain, 'documents', made.texts, 'A'), made.roles, made.chunks);
const texts = numbered(workspace.documents, 'D');
const chunked = chunkedOf(workspace, texts)!;

it('finds the document of each text, and names those that were cut', () => {
  expect([...chunked.groups]).toEqual([0, 1, 1, 1, 1, 2]);
  expect(chunked.names).toEqual([null, '1', '2']);
  expect([...chunked.counts]).toEqual([1, 4, 1]);
  expect(chunked.places[2]).toEqual({ number: 2, start: 7, end: 26 });
  expect(chunked.places[0]).toBeNull();
  expect(chunkedOf(workspace, texts)).toBe(chunked);
  expect(chunkedOf(plain, numbered(plain.documents, 'D'))).toBeNull();
  expect(documentCount(chunked, null)).toBe(3);
  expect(documentCount(chunked, Uint8Array.of(0, 0, 1, 1, 0, 0))).toBe(1);
});

it('reads a chunk in its place: what chunks share is there once, and the chunk is whole', () => {
  const read = (index: number, before: number, after: number) => {
    const { pieces, more } = around(chunked, texts, index, { before, after });
    return [pieces.map(({ text, isApart }) => (isApart ? ` ${text}` : text)).join(''), more];
  };
  expect(read(2, 0, 0)).toEqual([TEXT.slice(7, 26), [1, 2]]);
  // The two spaces between the second and the third chunk are one: no chunk holds them.
  expect(read(2, 9, 9)).toEqual([TEXT.replace('  ', ' '), [0, 0]]);
  expect(read(4, 1, 1)).toEqual([TEXT.slice(28), [2, 0]]);
});

it('takes a chunk that was edited as it is', () => {
  const edited = setItemText(workspace, 'documents', texts[2]!.id, 'New.');
  const items = numbered(edited.documents, 'D');
  const { pieces } = around(chunkedOf(edited, items)!, items, 2, { before: 1, after: 1 });
  expect(pieces.map(({ text }) => text)).toEqual(['One is here.', 'New.', 'Three is gone.']);
});

it('says nothing of places that are no numbers', () => {
  const at = workspace.columns!.indexOf('start');
  const documents = workspace.documents.map(({ cells = [], ...item }) => ({
    ...item,
    cells: cells.map((cell, i) => (i === at ? '-1e3' : cell)),
  }));
  const broken = { ...workspace, documents };
  const items = numbered(documents, 'D');
  const found = chunkedOf(broken, items)!;
  expect(found.places[2]).toEqual({ number: 2, start: null, end: 26 });
  expect(around(found, items, 2, { before: 9, after: 9 }).pieces).toHaveLength(4);
});

it('splits a chunk at a sentence of it, the last one of two that read the same too', () => {
  const text = 'Yes. No. Yes.';
  const [, , last] = sentencesOf(text);
  expect(last).toEqual({ text: 'Yes.', start: 9 });
  expect(splitAt(text, last!)).toEqual(['Yes. No. ', 'Yes.', '']);
  // The chunk was edited since: nothing of it is marked.
  expect(splitAt('Yes. No, and no.', last!)).toBeNull();
});
