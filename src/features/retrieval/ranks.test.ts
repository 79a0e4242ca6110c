import { expect, test } from 'vitest';
import type { PlacedText } from '../../app/results.ts';
import {
  mostMovedFirst,
  type Ranked,
  rankChanges,
  rankName,
  riseAsSign,
  riseInWords,
} from './ranks.ts';

const document = (number: number): PlacedText => ({
  id: `d${number}`,
  text: `${number}`,
  place: 'D',
  number,
});
const ranking = (...numbers: number[]): Ranked[] =>
  numbers.map((number, place) => ({
    document: document(number),
    key: `d${number}`,
    name: `D${number}`,
    rank: place + 1,
    score: 0,
  }));

const changes = rankChanges(ranking(1, 2, 3, 4), ranking(4, 2, 1, 5));

test('every document that either lens ranks is there once', () => {
  expect(changes.map((change) => change.document.number)).toEqual([1, 2, 3, 4, 5]);
  expect(changes.map(({ before, after }) => [before?.rank, after?.rank])).toEqual([
    [1, 3],
    [2, 2],
    [3, undefined],
    [4, 1],
    [undefined, 4],
  ]);
});

test('changes are said in signs and in words', () => {
  expect(changes.map(riseAsSign)).toEqual(['▼2', '=', '▼', '▲3', '▲']);
  expect(changes.map((change) => riseInWords(change, 4))).toEqual([
    'down 2 from rank 1',
    'unchanged from rank 2',
    'down to beyond rank 4',
    'up 3 from rank 4',
    'up from beyond rank 4',
  ]);
});

test('what moved most comes first', () => {
  expect(mostMovedFirst(changes).map((change) => change.document.number)).toEqual([3, 5, 4, 1, 2]);
});

test('a document without a vector has no rank, neither rises nor falls, and comes last', () => {
  const none = (ranked: Ranked): Ranked => ({ ...ranked, score: Number.NaN });
  const before = ranking(1, 2, 3);
  const after = ranking(3, 2, 1).map((each) => (each.document.number === 1 ? none(each) : each));
  const found = mostMovedFirst(rankChanges(before, after));
  expect(found.map(({ document: { number } }) => number)).toEqual([3, 2, 1]);
  expect(found.map(riseAsSign)).toEqual(['▲2', '=', '–']);
  expect(riseInWords(found[2]!, 3)).toBe('not ranked: no vector under one of the lenses');
  expect(after.map(rankName)).toEqual(['1', '2', '–']);
});
