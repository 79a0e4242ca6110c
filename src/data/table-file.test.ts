import { describe, expect, test } from 'vitest';
import { guessColumns, isTable, readTable, tableTexts, toggleHeader } from './table-file.ts';

const file = (name: string, ...parts: BlobPart[]) => new File(parts, name);

async function labelled(name: string, ...parts: BlobPart[]) {
  const table = await readTable(file(name, ...parts));
  return tableTexts(table, guessColumns(table));
}

describe('a table', () => {
  test('of CSV: quotes, line breaks in cells, CRLF, a byte order mark, blank rows', async () => {
    const csv =
      '\ufeffid,text,label\r\n1,"A ""quoted"", text\r\nof two lines",x\r\n\r\n2,<b>bold</b>,y\r\n3,,y\r\n4,=1+1,\r\n';
    expect(await labelled('a.csv', csv)).toEqual({
      items: [
        { text: 'A "quoted", text\r\nof two lines', label: 'x' },
        { text: '<b>bold</b>', label: 'y' },
        { text: '=1+1' },
      ],
      dropped: 1,
    });
  });

  test.each([
    ['a.csv', 'text;label\nfirst, and more;x\nsecond, too;y\n'],
    ['a.tsv', 'text\tlabel\nfirst, and more\tx\nsecond, too\ty\n'],
    [
      'a.jsonl',
      '{"text": "first, and more", "label": "x"}\n\n{"label": "y", "text": "second, too"}',
    ],
  ])('of another separator: %s', async (name, content) => {
    expect((await labelled(name, content)).items).toEqual([
      { text: 'first, and more', label: 'x' },
      { text: 'second, too', label: 'y' },
    ]);
  });

  test('in UTF-16', async () => {
    const units = [...'\ufefftext,label\nnaïve 日本,x\n'].map((char) => char.charCodeAt(0));
    expect((await labelled('a.csv', new Uint16Array(units))).items).toEqual([
      { text: 'naïve 日本', label: 'x' },
    ]);
  });

  test('without a header, and the header said by hand', async () => {
    const table = await readTable(file('a.csv', 'Cancel my flight.,travel\nBlock my card.,bank\n'));
    expect(table).toMatchObject({ header: false, names: ['Column 1', 'Column 2'] });
    expect(table.rows).toHaveLength(2);
    const other = toggleHeader(table);
    expect(other).toMatchObject({ header: true, names: ['Cancel my flight.', 'travel'] });
    expect(other.rows).toHaveLength(1);
    expect(toggleHeader(other).rows).toEqual(table.rows);
  });

  test('whose classes have no telling name: the column that repeats', async () => {
    const rows = Array.from(
      { length: 20 },
      (_, i) => `${i},${i % 3 ? 'red' : 'blue'},A text of number ${i}`,
    );
    const table = await readTable(file('a.csv', `n,colour,words\n${rows.join('\n')}`));
    expect(guessColumns(table)).toEqual({ text: 2, label: 1 });
  });

  test('of rows of different lengths', async () => {
    expect((await labelled('a.csv', 'text,label\none\ntwo,x,more\n')).items).toEqual([
      { text: 'one' },
      { text: 'two', label: 'x' },
    ]);
  });

  test.each([
    ['a.csv', 'text,label\n"open,x\nmore', /^a\.csv, row \d+: a quoted cell is not closed\.$/],
    ['a.jsonl', '{"text": "a"}\n{"text": ', /^a\.jsonl, line 2 is not JSON: /],
    ['a.jsonl', '[1, 2]', /^a\.jsonl, line 1 is neither an object nor a text\.$/],
    ['a.csv', Uint8Array.of(0xff, 0x00, 0xfe), /^a\.csv is not plain text/],
  ])('that is damaged says where: %s', async (name, content, message) => {
    await expect(readTable(file(name, content))).rejects.toThrow(message);
  });

  test('of 100,000 rows comes in slices with progress, and can be stopped', async () => {
    const csv = `text,label\n${'"Some text, quoted",x\n'.repeat(100_000)}`;
    const seen: number[] = [];
    const table = await readTable(file('a.csv', csv), (fraction) => seen.push(fraction));
    expect(table.rows).toHaveLength(100_000);
    expect(seen.length).toBeGreaterThan(8);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBeCloseTo(1);
    const controller = new AbortController();
    const stopped = readTable(
      file('a.csv', csv),
      (fraction) => fraction > 0.5 && controller.abort(),
      controller.signal,
    );
    await expect(stopped).rejects.toThrow(/abort/i);
  });

  test('is told by its name', () => {
    expect(['a.csv', 'b.TSV', 'c.jsonl', 'd.ndjson'].every(isTable)).toBe(true);
    expect(isTable('e.txt')).toBe(false);
  });
});
