import { expect, test } from 'vitest';
import { judgeHeader } from './header.ts';

const LONG = [
  'The kettle whistles in the kitchen',
  'A dog sleeps by the door',
  'Rain falls on the roof',
];
/** Rows with a long text in the first column, and a short cell in the second. */
const rows = LONG.map((text, at) => [text, `k${at}`]);

test.each([
  ['a usual name', ['text', 'kind'], rows, true, true],
  [
    'a usual name beside a long one',
    ['Please tell us all that you did not like', 'label'],
    rows,
    true,
    true,
  ],
  ['a usual name beside none', ['', 'text'], rows, true, true],
  ['numbers below a word', ['phrase', 'rank'], LONG.map((text, at) => [text, `${at}`]), true, true],
  [
    'dates below a question',
    ['What happened?', 'When?'],
    LONG.map((text) => [text, '2024-01-02']),
    true,
    true,
  ],
  ['questions above answers', ['What did you like?', 'What not?'], rows, true, true],
  ['short names above long texts', ['phrase', 'kind'], rows, true, true],
  ['a text above texts', ['Soup boils over on the stove', 'k9'], rows, false, false],
  ['a class that occurs again', ['Soup boils over', 'k1'], rows, false, true],
  ['prose above prose', ['Soup boils over.'], LONG.map((text) => [`${text}.`]), false, true],
  ['numbers above numbers', ['1', '2'], [['3', '4']], false, true],
  ['unfamiliar words alone', ['nr', 'phrase', 'what'], [], true, false],
  ['a single text alone', ['Soup boils over'], [], false, false],
])('%s', (_what, first, rest, header, sure) => {
  expect(judgeHeader(first, rest)).toEqual({ header, sure });
});
