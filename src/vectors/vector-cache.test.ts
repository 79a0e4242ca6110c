import { expect, test } from 'vitest';
import { cacheKey, type EmbeddedText, VectorCache } from './vector-cache.ts';

const entry = (): EmbeddedText => ({
  vector: new Float32Array(1),
  tokens: 1,
  masked: 0,
  truncated: false,
  without: null,
  unread: null,
});

test('drops the oldest beyond the limit and keeps what is in use', () => {
  const cache = new VectorCache();
  for (const key of ['a', 'b', 'c', 'd']) cache.set(key, entry());
  cache.trim(2, new Set(['a']));
  expect(cache.size).toBe(2);
  expect(cache.get('a')).toBeDefined();
  expect(cache.get('d')).toBeDefined();
  expect(cache.get('b')).toBeUndefined();
});

test('keeps everything in use, even beyond the limit', () => {
  const cache = new VectorCache();
  for (const key of ['a', 'b', 'c']) cache.set(key, entry());
  cache.trim(1, new Set(['a', 'b', 'c']));
  expect(cache.size).toBe(3);
});

test('the border between instruction and text is part of the key', () => {
  expect(cacheKey('m', 'a ', 'b')).not.toBe(cacheKey('m', 'a', ' b'));
  expect(cacheKey('m', 'a\0b', 'c')).not.toBe(cacheKey('m', 'a', 'b\0c'));
});

test('the border between model and instruction is part of the key', () => {
  expect(cacheKey('m1:', 'a', 'b')).not.toBe(cacheKey('m', '1:a', 'b'));
  expect(cacheKey('m', '1:a', 'b')).not.toBe(cacheKey('m1', ':a', 'b'));
});
