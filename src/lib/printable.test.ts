import { expect, test } from 'vitest';
import { printable, printableLines } from './printable.ts';

test.each([
  ['\u001b[31mred\u0000: ', '\\u001b[31mred\\u0000: '],
  ['a\u009b2Jb\u007f', 'a\\u009b2Jb\\u007f'],
  ['\u202egpj.exe\u2069', '\\u202egpj.exe\\u2069'],
  ['one\nNote: two\r\ttab', 'one\\u000aNote: two\\u000d\\u0009tab'],
  ['half \ud800', 'half \ufffd'],
  ['Ångström 東京 “x” …', 'Ångström 東京 “x” …'],
])('%j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('lines stay lines where they are meant', () => {
  expect(printableLines('one\n  \u001btwo')).toBe('one\n  \\u001btwo');
});
