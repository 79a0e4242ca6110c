import { expect, it } from 'vitest';
import { splitPastedTexts } from './paste.ts';

it.each([
  ['', [], 0],
  ['one', ['one'], 0],
  ['one\n', ['one'], 0],
  ['one\r\ntwo\rthree\nfour', ['one', 'two', 'three', 'four'], 0],
  ['\n one \n\n \t \ntwo\n\n', [' one ', 'two'], 4],
  ['a\u2028b', ['a\u2028b'], 0],
])('%j', (pasted, texts, dropped) => {
  expect(splitPastedTexts(pasted)).toEqual({ texts, dropped });
});
