import { expect, test } from 'vitest';
import { excerpt, PART, partBefore, partFrom } from './excerpt.ts';

test('an excerpt is the whole of a short text and the start of a long one', () => {
  expect(excerpt('short')).toBe('short');
  expect(excerpt('abcdef', 3)).toBe('abc…');
  // A pair of surrogates is one character.
  expect(excerpt('ab😀cd', 3)).toBe('ab…');
});

test('an excerpt of megabytes is short, and takes no time that grows with the text', () => {
  const long = 'some words '.repeat(500_000);
  const start = performance.now();
  for (let i = 0; i < 1000; i++) expect(excerpt(long).length).toBeLessThan(500);
  expect(performance.now() - start).toBeLessThan(500);
});

const texts = {
  words: 'some words of a long text, '.repeat(2000),
  'no spaces': 'x'.repeat(50_000),
  pairs: `a${'😀'.repeat(20_000)}`,
  short: 'one',
  empty: '',
};

for (const [name, text] of Object.entries(texts)) {
  test(`parts of ${name} follow each other, forwards and backwards, and lose nothing`, () => {
    const forwards: string[] = [];
    for (let at = 0; at < text.length; ) {
      const { start, end } = partFrom(text, at);
      expect(end).toBeGreaterThan(start);
      expect(end - start).toBeLessThanOrEqual(PART);
      forwards.push(text.slice(start, end));
      at = end;
    }
    expect(forwards.join('')).toBe(text);
    const backwards: string[] = [];
    for (let at = text.length; at > 0; ) {
      const { start, end } = partBefore(text, at);
      expect(end).toBeGreaterThan(start);
      backwards.unshift(text.slice(start, end));
      at = start;
    }
    expect(backwards.join('')).toBe(text);
    for (const part of [...forwards, ...backwards]) expect(part.isWellFormed()).toBe(true);
  });
}

test('a part ends after a space where one is near', () => {
  const { end } = partFrom(texts.words, 0);
  expect(texts.words[end - 1]).toBe(' ');
});
