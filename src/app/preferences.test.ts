import { expect, test } from 'vitest';
import { isForeign } from './network/requests.ts';
import { parsePreferences } from './preferences.ts';

test('reads what it knows and ignores the rest', () => {
  expect(parsePreferences({ theme: 'dark', device: 'wasm', model: 'a', other: 1 })).toEqual({
    theme: 'dark',
    device: 'wasm',
    model: 'a',
  });
  expect(parsePreferences({ guided: true, closedWords: ['messages', 3] })).toEqual({
    guided: true,
    closedWords: ['messages'],
  });
  expect(
    parsePreferences({ theme: 'pink', device: 7, model: {}, closedWords: 'messages' }),
  ).toEqual({});
  expect(parsePreferences('corrupt')).toEqual({});
});

test('sizes of the workbench are taken where they are sound', () => {
  const sizes = { columns: { main: 60, beside: 40 }, rows: { above: 'half' }, other: null };
  expect(parsePreferences({ sizes })).toEqual({ sizes: { columns: { main: 60, beside: 40 } } });
});

test('knows which requests leave the site', () => {
  const here = 'http://localhost:4173';
  expect(isForeign('http://localhost:4173/models/a.json', here)).toBe(false);
  expect(isForeign('blob:http://localhost:4173/1', here)).toBe(false);
  expect(isForeign('data:image/png;base64,AA', here)).toBe(false);
  expect(isForeign('https://example.org/x', here)).toBe(true);
});
