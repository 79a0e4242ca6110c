import { expect, it } from 'vitest';
import type { SplitRequest } from '../../engine/types.ts';
import { cutTexts } from './cut-texts.ts';

/** Halves every text of more than 10 characters. */
async function split({ texts }: SplitRequest) {
  const places = texts.map(({ length }) =>
    length > 10 ? Uint32Array.of(0, length / 2, length / 2, length) : null,
  );
  return { most: 90, long: places.filter(Boolean).length, places };
}

const HOW = { instructions: [''], size: null, overlap: null };
const { signal } = new AbortController();

it('asks for a bounded part at a time, and adds up what comes back', async () => {
  const texts = [
    ...Array.from({ length: 700 }, () => ({ text: 'short' })),
    { text: 'x'.repeat(600_000) },
    { text: 'y'.repeat(20) },
  ];
  const sizes: number[] = [];
  const fractions: number[] = [];
  const cut = await cutTexts(
    texts,
    HOW,
    (request) => {
      sizes.push(request.texts.length);
      return split(request);
    },
    { signal, onProgress: (fraction) => fractions.push(fraction) },
  );
  expect(sizes).toEqual([500, 200, 1, 1]);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
  expect(cut).toMatchObject({ most: 90, long: 2, cut: 2, chunks: 704 });
  expect(cut.places[701]).toEqual(Uint32Array.of(0, 10, 10, 20));
});

it('tells how much room there is even without texts', async () => {
  const cut = await cutTexts([], HOW, split, { signal, onProgress: () => {} });
  expect(cut).toMatchObject({ most: 90, long: 0, chunks: 0 });
});
