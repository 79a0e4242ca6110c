import { expect, test } from 'vitest';
import type { Pair } from '../engine/types.ts';
import { type EmbeddedText, VectorCache } from './vector-cache.ts';

let rows = 0;
/** Of one value: four bytes. */
const entry = (): EmbeddedText => ({
  row: rows++,
  dim: 1,
  tokens: 1,
  masked: 0,
  truncated: false,
  without: null,
  unread: null,
  refused: null,
});

/** Names what is in use, all at once. */
function use(cache: VectorCache, model: string, pairs: readonly Pair[]): readonly Pair[] {
  const steps = cache.use(model, pairs);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value.missing;
  }
}

const filled = (...texts: string[]) => {
  const cache = new VectorCache();
  const kept = texts.map((text) => {
    const each = entry();
    cache.set('m', 'i', text, each);
    return each;
  });
  return { cache, kept };
};

test('drops the oldest beyond the limit and keeps what is in use', () => {
  const { cache, kept } = filled('a', 'b', 'c', 'd');
  use(cache, 'm', [['i', 'a']]);
  expect(cache.trim(8)).toEqual([kept[1]!.row, kept[2]!.row]);
  expect(cache.bytes).toBe(8);
  expect(cache.get('m', 'i', 'a')).toBe(kept[0]);
  expect(cache.get('m', 'i', 'd')).toBe(kept[3]);
  expect(cache.get('m', 'i', 'b')).toBeUndefined();
});

test('keeps everything in use, even beyond the limit', () => {
  const { cache } = filled('a', 'b');
  use(cache, 'm', [
    ['i', 'a'],
    ['i', 'b'],
    ['i', 'c'],
  ]);
  // What comes after it was named is in use too.
  cache.set('m', 'i', 'c', entry());
  expect(cache.trim(4)).toEqual([]);
  expect(cache.bytes).toBe(12);
});

test('what was used longer ago goes first, of every model', () => {
  const { cache, kept } = filled('a', 'b', 'c');
  use(cache, 'm', [['i', 'a']]);
  use(cache, 'm', [['i', 'c']]);
  const other = entry();
  cache.set('n', 'i', 'a', other);
  use(cache, 'n', [['i', 'a']]);
  expect(cache.trim(12)).toEqual([kept[1]!.row]);
  expect(cache.trim(8)).toEqual([kept[0]!.row]);
  expect(cache.trim(4)).toEqual([kept[2]!.row]);
  expect(cache.trim(0)).toEqual([]);
  expect(cache.get('n', 'i', 'a')).toBe(other);
});

test('what is named in use after the order was made is kept', () => {
  const { cache, kept } = filled('a', 'b', 'c');
  use(cache, 'm', []);
  expect(cache.trim(8)).toEqual([kept[0]!.row]);
  use(cache, 'm', [['i', 'b']]);
  expect(cache.trim(4)).toEqual([kept[2]!.row]);
  expect(cache.get('m', 'i', 'b')).toBe(kept[1]);
});

test('says what is missing, each pair once, and when something went', () => {
  const { cache, kept } = filled('a');
  expect(
    use(cache, 'm', [
      ['i', 'a'],
      ['i', 'b'],
      ['j', 'a'],
      ['i', 'b'],
    ]),
  ).toEqual([
    ['i', 'b'],
    ['j', 'a'],
  ]);
  const before = cache.dropped;
  cache.trim(4);
  expect(cache.dropped).toBe(before);
  expect(cache.clear()).toEqual([kept[0]!.row]);
  expect(cache.dropped).toBeGreaterThan(before);
  expect(cache.bytes).toBe(0);
});

test('an entry that is set again counts once', () => {
  const { cache } = filled('a', 'a');
  expect(cache.bytes).toBe(4);
});

test('the border between instruction and text is part of the key', () => {
  const cache = new VectorCache();
  cache.set('m', 'a ', 'b', entry());
  cache.set('m', 'a\0b', 'c', entry());
  expect(cache.get('m', 'a', ' b')).toBeUndefined();
  expect(cache.get('m', 'a', 'b\0c')).toBeUndefined();
});

test('the border between model and instruction is part of the key', () => {
  const cache = new VectorCache();
  cache.set('m1:', 'a', 'b', entry());
  cache.set('m', '1:a', 'b', entry());
  expect(cache.get('m', '1:a', 'b')).not.toBe(cache.get('m1:', 'a', 'b'));
  expect(cache.get('m1', ':a', 'b')).toBeUndefined();
});

test('while it is being named what is in use, others get a turn and nothing is dropped', () => {
  const texts = Array.from({ length: 10_000 }, (_, n) => `${n}`);
  const { cache } = filled(...texts);
  const steps = cache.use(
    'm',
    texts.map((text): Pair => ['i', text]),
  );
  expect(steps.next().done).toBe(false);
  expect(cache.trim(0)).toEqual([]);
  expect(steps.next().done).toBe(false);
  expect(steps.next()).toMatchObject({ done: true, value: { missing: [] } });
  expect(cache.trim(0)).toEqual([]);
  use(cache, 'm', []);
  expect(cache.trim(0)).toHaveLength(10_000);
});
