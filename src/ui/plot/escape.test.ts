import { expect, test } from 'vitest';
import { escapePlotly, shorten } from './escape.ts';

test.each([
  ['<b>bold</b>', '&lt;b&gt;bold&lt;/b&gt;'],
  ['<a href="https://x">y</a>', '&lt;a href="https://x"&gt;y&lt;/a&gt;'],
  ['a<br>b', 'a&lt;br&gt;b'],
  ['&lt;b&gt; stays as typed', '&amp;lt;b&amp;gt; stays as typed'],
  ['R&D', 'R&amp;D'],
  ['one\ntwo', 'one two'],
])('%s is shown as it is', (text, escaped) => {
  expect(escapePlotly(text)).toBe(escaped);
});

test('shortens by characters, not by halves of them', () => {
  expect(shorten('🙂🙂🙂🙂', 3)).toBe('🙂🙂…');
  expect(shorten('  short ', 10)).toBe('short');
});
