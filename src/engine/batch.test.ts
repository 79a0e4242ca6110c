import { describe, expect, test } from 'vitest';
import { padBatch, planBatches } from './batch.ts';

const lengthsOf = (batches: number[][], lengths: number[]) =>
  batches.map((batch) => batch.map((index) => lengths[index]));

describe('planBatches', () => {
  const lengths = [3, 9, 4, 9, 1, 4, 20, 4];

  test('sorts by length, longest first, within the token budget', () => {
    const batches = planBatches(lengths, { tokens: 18, texts: 64, shortest: 0 });
    expect(lengthsOf(batches, lengths)).toEqual([[20], [9, 9], [4, 4, 4, 3], [1]]);
    expect(batches.flat().toSorted((a, b) => a - b)).toEqual(lengths.map((_, i) => i));
    // Ties keep the order of submission.
    expect(batches[1]).toEqual([1, 3]);
  });

  test('keeps to the number of texts', () => {
    const batches = planBatches(lengths, { tokens: 1000, texts: 3, shortest: 0 });
    expect(batches.map((batch) => batch.length)).toEqual([3, 3, 2]);
  });

  test('puts only equal lengths together where asked', () => {
    const batches = planBatches(lengths, { tokens: 1000, texts: 64, shortest: 1 });
    expect(lengthsOf(batches, lengths)).toEqual([[20], [9, 9], [4, 4, 4], [3], [1]]);
  });

  test('begins another batch where padding would pass its share', () => {
    const batches = planBatches(lengths, { tokens: 1000, texts: 64, shortest: 0.4 });
    expect(lengthsOf(batches, lengths)).toEqual([[20, 9, 9], [4, 4, 4, 3], [1]]);
  });

  test('gives nothing for nothing', () => {
    expect(planBatches([], { tokens: 8, texts: 8, shortest: 0 })).toEqual([]);
  });
});

test('padBatch pads at the end and masks padding and instruction', () => {
  const batch = padBatch([
    { ids: Int32Array.of(5, 6, 7), masked: 2, truncated: false, unread: null, refused: null },
    { ids: Int32Array.of(8), masked: 0, truncated: false, unread: null, refused: null },
    { ids: Int32Array.of(9, 9), masked: 2, truncated: false, unread: null, refused: null },
  ]);
  expect([batch.size, batch.length]).toEqual([3, 3]);
  expect([...batch.ids]).toEqual([5, 6, 7, 8, 0, 0, 9, 9, 0]);
  expect([...batch.attentionMask]).toEqual([1, 1, 1, 1, 0, 0, 1, 1, 0]);
  expect([...batch.poolingMask]).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 0]);
});
