import { expect, test } from 'vitest';
import type { PlacedText } from '../../app/results.ts';
import type { SimilarityResult } from './result.ts';
import { similarityRows } from './table.ts';

const item = (number: number, place: PlacedText['place']): PlacedText => ({
  id: `${place}${number}`,
  text: `text ${number}`,
  place,
  number,
});
const nameOf = () => 'Topic';
const none = Number.NaN;
const turn = async () => undefined;

test('pairs without a cosine have a dash and the reason; without such texts there is no column for it', async () => {
  const texts = [item(1, 'A'), item(2, 'A'), item(3, 'A')];
  const result: SimilarityResult = {
    ...{
      kind: 'texts',
      inside: null,
      rows: texts,
      columns: texts,
      self: true,
      rowTotal: 3,
      columnTotal: 3,
    },
    without: [{ item: texts[2]!, lens: 'a', why: 'cut' }],
    sides: [{ lens: 'a', values: Float32Array.of(1, 0.5, none, 0.5, 1, none, none, none, none) }],
  };
  const [head, ...rows] = await similarityRows(result, nameOf, turn);
  expect(head!.at(-1)).toBe('Note');
  expect(rows.map((row) => row[4])).toEqual([0.5, '–', '–']);
  expect(rows[0]!.at(-1)).toBe('');
  expect(rows[1]!.at(-1)).toMatch(/^A3 under Topic: no vector, since the instruction fills/);
  const bare = await similarityRows({ ...result, without: [] }, nameOf, turn);
  expect(bare[0]).not.toContain('Note');
});
