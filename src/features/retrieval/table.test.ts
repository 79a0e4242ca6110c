import { expect, test } from 'vitest';
import type { PlacedText } from '../../app/results.ts';
import type { RetrievalResult } from './result.ts';
import { rankingRows } from './table.ts';

const item = (number: number, place: PlacedText['place']): PlacedText => ({
  id: `${place}${number}`,
  text: `text ${number}`,
  place,
  number,
});
const nameOf = () => 'Topic';
const none = Number.NaN;
const turn = async () => undefined;

test('a document without a vector has a dash for its rank, and the reason', async () => {
  const result: RetrievalResult = {
    by: 'vectors',
    searched: 2,
    chunked: null,
    folded: false,
    words: null,
    queries: [item(1, 'Q')],
    documents: [item(1, 'D'), item(2, 'D')],
    without: [{ item: item(1, 'D'), lens: 'a', why: 'fused' }],
    sides: [
      {
        lens: 'a',
        ranking: { indices: Int32Array.of(1, 0), scores: Float32Array.of(0.5, none), k: 2 },
      },
    ],
  };
  const [, first, second] = await rankingRows(result, nameOf, turn);
  expect(first!.slice(3)).toEqual([1, 0.5, 'D2', 'text 2', '']);
  expect(second!.slice(3, 6)).toEqual(['–', '–', 'D1']);
  expect(second!.at(-1)).toMatch(/became one token/);
});
