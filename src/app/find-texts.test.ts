import { expect, test } from 'vitest';
import { findTexts } from './find-texts.ts';

const texts = [
  'The invoice was charged twice',
  'Invoices, please',
  'No voice here',
  'Über C++ & more',
].map((text) => ({ text }));
const { signal } = new AbortController();
const found = async (typed: string, most = 10) => {
  const { items, total } = await findTexts(texts, typed, most, signal);
  return { at: items.map(({ item, at }) => [texts.indexOf(item), at]), total };
};

test('a text is found by the beginnings of its words, in any case and order', async () => {
  expect(await found('invo')).toEqual({
    at: [
      [0, 4],
      [1, 0],
    ],
    total: 2,
  });
  expect(await found('twice INV')).toEqual({ at: [[0, 24]], total: 1 });
  // "invoice" does not begin with "voice".
  expect(await found('voice')).toEqual({ at: [[2, 3]], total: 1 });
  expect(await found('über ++')).toEqual({ at: [[3, 0]], total: 1 });
  expect(await found('  ')).toEqual({ at: [], total: 0 });
});

test('only the first are given back, and all are counted; a cancelled search ends', async () => {
  expect(await found('invo', 1)).toEqual({ at: [[0, 4]], total: 2 });
  await expect(findTexts(texts, 'a', 1, AbortSignal.abort())).rejects.toThrow('abort');
});
