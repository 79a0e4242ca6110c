import papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { SeparatedReader } from './separated.ts';
import { separatorLine, startOf } from './separator-line.ts';
import type { Quote } from './types.ts';

function cellsOf(text: string, separator = ',', quote: Quote = '"', skip = 0) {
  const reader = new SeparatedReader(text, separator, quote, startOf(text, skip));
  const rows: string[][] = [];
  for (let record = reader.next(); record !== null; record = reader.next()) rows.push(record.cells);
  return rows;
}

describe('separated values', () => {
  test('are cut as Papa Parse cuts them, if they are well-formed', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const pieces = ['a', 'word', ' ', ',', ';', '"', '\n', '\r\n', '\t', '', 'é', '=1+1'];
    for (let round = 0; round < 500; round++) {
      const separator = [',', ';', '\t'][random(3)] ?? ',';
      const rows = Array.from({ length: 1 + random(6) }, () =>
        Array.from({ length: 1 + random(4) }, () =>
          Array.from({ length: random(5) }, () => pieces[random(pieces.length)]).join(''),
        ),
      );
      const newline = random(2) === 0 ? '\n' : '\r\n';
      const text = papa.unparse(rows, { delimiter: separator, newline, quotes: random(2) === 0 });
      const { data, errors } = papa.parse(text, { delimiter: separator, newline });
      expect(errors).toEqual([]);
      // Papa Parse adds an empty row at the end of a text that ends in an empty one.
      const own = cellsOf(text, separator);
      if (own.length === data.length - 1) own.push(['']);
      expect(own, JSON.stringify(text)).toEqual(data);
    }
  });

  test('end their lines in CRLF, LF and CR, in one file each; breaks in cells stay as they are', () => {
    expect(cellsOf('a,b\r\nc,d\ne,f\r"g\r\nh\ri",j')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
      ['g\r\nh\ri', 'j'],
    ]);
  });

  test('with a bad quote lose no other row, and say where it is', () => {
    const reader = new SeparatedReader('x,y\n"Go" he said,1\nb,"open\nc,2\n', ',', '"');
    const records = Array.from({ length: 5 }, () => reader.next());
    expect(records.map((record) => record && [record.line, record.cells, record.fault])).toEqual([
      [1, ['x', 'y'], null],
      [2, ['"Go" he said', '1'], 'followed'],
      [3, ['b', '"open'], 'unclosed'],
      [4, ['c', '2'], null],
      null,
    ]);
  });

  test.each([
    ['a::b:c::"d::e"\n', '::', '"', [['a', 'b:c', 'd::e']]],
    ["a,'b, it''s',\"c\"\n", ',', "'", [['a', "b, it's", '"c"']]],
    ['a,"b \\"c, d\\" \\\\",e\n', ',', '\\"', [['a', 'b "c, d" \\', 'e']]],
    ['a,"b ""c""",d\n', ',', '\\"', [['a', 'b "c"', 'd']]],
  ] as const)('%j are cut at %j with the quote %j', (text, separator, quote, cells) => {
    expect(cellsOf(text, separator, quote)).toEqual(cells);
  });

  test('begin after the lines that are skipped, and count them', () => {
    const text = 'sep=,\r\nA title\r\n\r\na,b\r\n';
    const reader = new SeparatedReader(text, ',', '"', startOf(text, 2));
    expect(reader.next()).toMatchObject({ cells: ['a', 'b'], line: 4 });
    expect(cellsOf('a\nb', ',', '"', 5)).toEqual([]);
  });

  test.each([
    ['sep=;\na;b', ';'],
    ['sep=; \r\na;b', ';'],
    ['"sep=,"\na,b', ','],
    ['sep=;;;\na;b;;', ';'],
    ['sep=::\na::b', '::'],
    ['sep=\\t\na\tb', '\t'],
    ['SEP= \na b', ' '],
    ['sep=\na,b', null],
    ['sep=label\na,b', null],
    ['separate', null],
  ])('%j names its separator', (text, separator) => {
    expect(separatorLine(text).separator).toBe(separator);
  });

  test('count the lines of cells', () => {
    const reader = new SeparatedReader('"a\nb\r\nc",d\ne', ',', '"');
    expect([reader.next()?.tallest, reader.next()?.line]).toEqual([3, 4]);
  });

  test.each([
    ['a quote that is never closed', `"${'a b\n'.repeat(2_000_000)}`],
    ['lines that each open a quote', '"a\n'.repeat(2_000_000)],
    ['odd quotes', '"""\n'.repeat(2_000_000)],
    ['quotes within quotes', `"${'""'.repeat(3_000_000)}"`],
    ['one line', 'a'.repeat(10_000_000)],
    ['commas', ','.repeat(10_000_000)],
  ])('take time in proportion to their length: %s', (_name, text) => {
    const began = process.cpuUsage();
    const reader = new SeparatedReader(text, ',', '"');
    while (reader.next() !== null);
    // Quadratic time would be hours.
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(15);
  });
});
