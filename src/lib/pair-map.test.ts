import { expect, test } from 'vitest';
import { PairMap } from './pair-map.ts';

test('the border between instruction and text is part of the key', () => {
  const map = new PairMap<number>();
  const splits = [
    ['a ', 'b'],
    ['a', ' b'],
    ['a\0b', 'c'],
    ['a', 'b\0c'],
    ['\ud800', '\udc00'],
    ['', '\ud800\udc00'],
    ['__proto__', 'constructor'],
  ] as const;
  for (const [i, [instruction, text]] of splits.entries()) map.set(instruction, text, i);
  expect(map.size).toBe(splits.length);
  for (const [i, [instruction, text]] of splits.entries()) {
    expect(map.get(instruction, text)).toBe(i);
  }
  expect(map.get('b', 'a ')).toBeUndefined();
});

test('a pair is counted once and gone when it is deleted', () => {
  const map = new PairMap<string>();
  map.set('i', 'one', 'a');
  map.set('i', 'one', 'b');
  map.set('i', 'two', 'c');
  expect(map.size).toBe(2);
  expect([...map.entries()]).toEqual([
    ['i', 'one', 'b'],
    ['i', 'two', 'c'],
  ]);
  map.delete('i', 'one');
  map.delete('i', 'one');
  map.delete('j', 'one');
  expect(map.size).toBe(1);
  expect(map.get('i', 'one')).toBeUndefined();
});
