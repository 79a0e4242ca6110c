import { expect, it } from 'vitest';
import { changeInWords, chunkRanges, putIn, rangeInWords } from './chunk-range.ts';

const { size, overlap } = chunkRanges(null, 238);

it('uses the nearest whole number that is allowed', () => {
  expect([0, -5, 1.5, 8, 24.9, 238, 100_000].map((value) => putIn(value, size))).toEqual([
    8, 8, 8, 8, 24, 238, 238,
  ]);
  expect(putIn(null, size)).toBeNull();
  expect(putIn(-1, overlap)).toBe(0);
});

it('allows an overlap of half of the chunk that is used, whatever was typed', () => {
  expect(rangeInWords(size)).toBe('8–238');
  expect(overlap).toEqual({ least: 0, most: 119 });
  expect(chunkRanges(1, 238).overlap.most).toBe(4);
  expect(chunkRanges(25, 238).overlap.most).toBe(12);
  expect(chunkRanges(100_000, 238).overlap.most).toBe(119);
});

it('says so where another number is used', () => {
  expect(changeInWords('Tokens of a chunk', 100_000, size)).toBe(
    'Tokens of a chunk: 238 instead of 100,000, for it takes whole numbers of 8–238.',
  );
  expect(changeInWords('Tokens of a chunk', 24, size)).toBe('');
  expect(changeInWords('Tokens of a chunk', null, size)).toBe('');
});
