import { expect, test } from 'vitest';
import { groupItems, groupOf, labelsOf, textItems } from './items.ts';

const texts = Array.from({ length: 6 }, (_, n) => ({
  id: `t${n}`,
  text: `text ${n}`,
  group: n < 4 ? ('A' as const) : ('B' as const),
}));

test('an edit of one text makes its item anew, and takes the others over', () => {
  const before = textItems({ texts });
  const edited = texts.map((each, n) => (n === 1 ? { ...each, text: 'edited' } : each));
  const after = textItems({ texts: edited });
  expect(after.map(({ text }) => text)).toEqual(edited.map(({ text }) => text));
  expect(after.filter((item, n) => item === before[n])).toHaveLength(5);
});

test('blank texts have a number and no item; what comes after a removal has another number', () => {
  const typed = texts.map((each, n) => (n === 1 ? { ...each, text: ' ' } : each));
  expect(groupItems({ texts: typed }, 'A').map(({ number }) => number)).toEqual([1, 3, 4]);
  const fewer = texts.filter((_, n) => n !== 1);
  expect(groupItems({ texts: fewer }, 'A').map(({ number }) => number)).toEqual([1, 2, 3]);
});

test('an edit of one text leaves the lists alone that it does not change', () => {
  const labelled = texts.map((each, n) => (n % 2 === 0 ? { ...each, label: `l${n}` } : each));
  const [b, raw, labels] = [
    groupItems({ texts: labelled }, 'B'),
    groupOf({ texts: labelled }, 'B'),
    labelsOf({ texts: labelled }),
  ];
  const edited = labelled.with(0, { ...labelled[0]!, text: 'edited' });
  expect(groupItems({ texts: edited }, 'B')).toBe(b);
  expect(groupOf({ texts: edited }, 'B')).toBe(raw);
  expect(labelsOf({ texts: edited })).toBe(labels);
  expect(labels).toEqual(['l0', 'l2', 'l4']);
});
