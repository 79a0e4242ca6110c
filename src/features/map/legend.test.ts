import { expect, test } from 'vitest';
import type { PlacedText } from '../../app/results.ts';
import { classesOf } from './classes.ts';
import { clusterNames } from './cluster-name.ts';
import { marksOf } from './figure.ts';
import { classEntries, clusterEntries, listed, matching, pinnedMark, textsOf } from './legend.ts';
import type { MapSide } from './result.ts';

const items = ['a', 'b', 'b', undefined, 'b', 'a', 'c'].map(
  (label, i): PlacedText => ({
    ...{ id: `${i}`, text: `text ${i}`, place: 'A', number: i + 1 },
    ...(label !== undefined && { label }),
  }),
);
const classes = classesOf(items)!;
const marks = marksOf(classes);

const side = (terms: readonly string[][], labels: readonly number[]): MapSide => ({
  lens: 'one',
  clusters: {
    ...{ algorithm: 'k-means', k: terms.length, inertia: 0, silhouette: 0 },
    assignments: Int32Array.from(labels),
  },
  coordinates: new Float32Array(0),
  terms: terms.map((own) => own.map((term) => ({ term, score: 1 }))) as unknown as MapSide['terms'],
  gold: null,
  onEarlier: null,
});

test('labels are listed by their size, those without one last', () => {
  expect(classes.names).toEqual(['b', 'a', 'c']);
  expect(classEntries(classes, marks)).toEqual([
    { mark: 0, name: 'b', size: 3 },
    { mark: 1, name: 'a', size: 2 },
    { mark: 2, name: 'c', size: 1 },
    { mark: 3, name: 'No label', size: 1 },
  ]);
});

test('labels that begin alike are told apart by what follows, and the one without stays', () => {
  const named = classesOf(
    ['intent_card', 'intent_refund', undefined, 'intent_card', 'intent_refund'].map((label, i) => ({
      ...items[i]!,
      label,
    })) as PlacedText[],
  )!;
  const entries = classEntries(named, marksOf(named));
  expect(entries.map(({ name, short }) => [name, short])).toEqual([
    ['intent_card', 'card'],
    ['intent_refund', 'refund'],
    ['No label', undefined],
  ]);
});

test('a legend lists twelve of many entries, and says how many others there are', () => {
  const many = Array.from({ length: 77 }, (_, mark) => ({ mark, name: `${mark}`, size: 2 }));
  expect(listed(many)).toMatchObject({ others: 65, otherTexts: 130 });
  expect(listed(many).shown).toHaveLength(12);
  expect(listed(many.slice(0, 13))).toMatchObject({ others: 0 });
});

test('clusters have names of their own: no two are alike', () => {
  const named = side([['card', 'pay', 'pin'], ['card', 'pay', 'fee'], ['rain'], [], ['rain']], []);
  expect(clusterNames(named)).toEqual([
    'card · pay · pin',
    'card · pay · fee',
    'rain (3)',
    'Cluster 4',
    'rain (5)',
  ]);
  const matched = side([['few'], ['many'], ['none']], [1, 1, 0]);
  expect(clusterEntries(matched).map(({ name }) => name)).toEqual(['many', 'few']);
});

test('an entry is pressed when exactly its texts are selected', () => {
  const texts = textsOf(items, marks, 0);
  expect(texts).toEqual(['text 1', 'text 2', 'text 4']);
  expect(pinnedMark(items, marks, texts)).toBe(0);
  expect(pinnedMark(items, marks, texts.slice(1))).toBeNull();
  expect(pinnedMark(items, marks, [...texts, 'text 0'])).toBeNull();
  expect(pinnedMark(items, marks, [])).toBeNull();
});

test('an entry is found by any words of its name', () => {
  const entries = ['Card payment fee', 'card_arrival', 'Lost card'].map((name, mark) => ({
    ...{ mark, name, size: 1 },
  }));
  expect(matching(entries, 'CARD').map(({ mark }) => mark)).toEqual([0, 1, 2]);
  expect(matching(entries, ' fee card').map(({ mark }) => mark)).toEqual([0]);
  expect(matching(entries, 'train')).toEqual([]);
});
