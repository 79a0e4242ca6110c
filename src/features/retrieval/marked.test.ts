import { expect, test } from 'vitest';
import { piecesOf } from './Marked.tsx';
import { sentencesOf } from './sentences.ts';

const shown = (text: string, terms: string[], most = 400) =>
  piecesOf(text, terms, most)
    .map(({ text: words, marked }) => (marked ? `[${words}]` : words))
    .join('');

test('words that were looked for are marked, whatever their case and accents', () => {
  expect(shown('The Café is near the cafe.', ['cafe'])).toBe('The [Café] is near the [cafe].');
  expect(shown('<mark>no</mark> markup', ['mark'])).toBe('<[mark]>no</[mark]> markup');
  expect(shown('nothing here', ['river'])).toBe('nothing here');
});

test('a long text begins near its first marked word, and is cut', () => {
  const text = `${'word '.repeat(100)}the river and ${'more '.repeat(100)}`;
  const cut = shown(text, ['river'], 80);
  expect(cut).toMatch(/^…(word )+the \[river\] and (more ?)+/);
  expect(cut.length).toBeLessThan(90);
  expect(cut.endsWith('…')).toBe(true);
});

test('sentences are found with their places; a text of one has none', () => {
  const text = '  One came. Two came!\n\n“Three?” 4 … ***';
  const sentences = sentencesOf(text);
  expect(sentences.map((each) => each.text)).toContain('Two came!');
  for (const { text: words, start } of sentences) expect(text.startsWith(words, start)).toBe(true);
  expect(sentencesOf('Only one sentence here.')).toEqual([]);
  expect(sentencesOf('A b. '.repeat(500)).length).toBe(64);
});
