import { expect, test } from 'vitest';
import { follower } from './follower.ts';

interface Item {
  readonly word: string;
}

/** Words that are not empty, with their place. */
const plain = (items: readonly Item[]) =>
  items.flatMap(({ word }, index) => (word === '' ? [] : [`${index} ${word}`]));

const followed = () => {
  let asked = 0;
  const follow = follower<Item, string>(({ word }, index) => {
    asked += 1;
    return word === '' ? null : `${index} ${word}`;
  });
  return { follow, asked: () => asked };
};

const words = (...all: string[]): Item[] => all.map((word) => ({ word }));

test('an edit of one item makes one anew, and leaves the list before as it was', () => {
  const { follow, asked } = followed();
  const items = words(...Array.from({ length: 1000 }, (_, at) => `w${at}`));
  const first = follow(items);
  const edited = items.with(500, { word: 'other' });
  expect(follow(edited)).toEqual(plain(edited));
  expect(asked()).toBe(1001);
  expect(first).toEqual(plain(items));
});

test('a list of which nothing changes is the same list', () => {
  const { follow } = followed();
  const items = words('a', '', 'c');
  const first = follow(items);
  expect(follow([...items])).toBe(first);
  // Another item of which the same is made, and another that is left out.
  expect(follow(items.with(0, { word: 'a' }))).toBe(first);
  expect(follow(items.with(1, { word: '' }))).toBe(first);
});

test('whatever changes, it gives what making all anew gives', () => {
  const { follow } = followed();
  let seed = 1;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const word = () => ['', 'a', 'b', 'c'][random(4)]!;
  let items = words('a', '', 'b');
  const earlier = [items];
  for (let step = 0; step < 3000; step++) {
    const at = random(items.length + 1);
    const way = random(6);
    if (way === 0) items = items.toSpliced(at, 0, { word: word() });
    else if (way === 1 && items.length > 5) items = items.toSpliced(at, 1 + random(3));
    else if (way === 2) items = earlier[random(earlier.length)]!;
    else if (way === 3) items = items.map((item) => (random(4) === 0 ? { word: word() } : item));
    else if (at < items.length) items = items.with(at, { word: word() });
    expect(follow(items)).toEqual(plain(items));
    earlier.push(items);
  }
  expect(follow([])).toEqual([]);
});
