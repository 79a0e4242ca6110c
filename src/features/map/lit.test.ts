import { expect, test } from 'vitest';
import { litPoints, placesOfTexts } from './lit.ts';

const items = Array.from({ length: 300 }, (_, i) => ({ text: `text ${i % 299}` }));
const places = placesOfTexts(items);
const texts = (from: number, to: number) => items.slice(from, to).map(({ text }) => text);

test('a few lit texts are ringed, wherever they stand', () => {
  expect(litPoints(places, { hovered: ['text 0', 'gone'], pinned: ['text 3'] })).toEqual({
    ringed: [3, 0, 299],
    raised: [],
  });
});

test('of many, none has a ring: they are drawn in full, and all others fade', () => {
  const { ringed, raised } = litPoints(places, { hovered: [], pinned: texts(0, 238) });
  expect(ringed).toEqual([]);
  expect(raised).toHaveLength(239);
});

test('the text that is pointed at is ringed among many that are selected', () => {
  const { ringed, raised } = litPoints(places, { hovered: ['text 250'], pinned: texts(0, 238) });
  expect(ringed).toEqual([250]);
  expect(raised).toContain(250);
});
