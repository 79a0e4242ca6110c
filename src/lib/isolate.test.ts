/** Text of the user's must not turn Facet's own words round. */
import { expect, test } from 'vitest';
import { isolated } from './isolate.ts';

const RLO = '\u202e';

test.each(['Refunds', 'Café · 3', '', 'a  b', '日本語', '🙂'])('%s stays as it is', (text) => {
  expect(isolated(text)).toBe(text);
});

test.each([
  ['right to left', 'שלום', '\u2068שלום\u2069'],
  ['Arabic among others', 'a مرحبا', '\u2068a مرحبا\u2069'],
  ['an override', `${RLO}sdnufeR`, 'sdnufeR'],
  ['an end of the isolate, so that what follows is outside', `ש\u2069${RLO}x`, '\u2068שx\u2069'],
  ['an embedding that is not closed', '\u202bx', 'x'],
  ['lines', 'a\r\nb\u2028c\u2029d', 'a b c d'],
  ['controls', 'a\u0000\u001b[2Jb\u0085', 'a [2Jb '],
])('%s', (_, text, expected) => {
  expect(isolated(text)).toBe(expected);
});
