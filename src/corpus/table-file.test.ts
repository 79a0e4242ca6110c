import { describe, expect, test } from 'vitest';
import { DataError } from '../lib/data-error.ts';
import {
  guessAgain,
  guessColumns,
  guessInEncoding,
  guessSettings,
  readSource,
  readTable,
  tableTexts as textsWithRows,
} from './table-file.ts';
import type { TableSettings } from './tables/types.ts';

const file = (name: string, ...parts: BlobPart[]) => new File(parts, name);

/** Texts and labels, without the rows that they came with. */
function tableTexts(...of: Parameters<typeof textsWithRows>) {
  const { items, dropped } = textsWithRows(...of);
  return { items: items.map(({ row: _, ...item }) => item), dropped };
}

async function labelled(name: string, ...parts: BlobPart[]) {
  const table = await readTable(file(name, ...parts));
  return tableTexts(table, guessColumns(table));
}

const CSV: TableSettings = {
  format: 'separated',
  encoding: 'utf-8',
  separator: ',',
  quote: '"',
  skip: 0,
  header: true,
  place: null,
};

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
    expect((await readTable(file('a.csv', csv))).blank).toBe(1);
  });

  test('whose classes have no telling name: the column that repeats', async () => {
    const rows = Array.from(
      { length: 20 },
      (_, i) => `${i},${i % 3 ? 'red' : 'blue'},A text of number ${i}`,
    );
    const table = await readTable(file('a.csv', `n,colour,words\n${rows.join('\n')}`));
    expect(guessColumns(table)).toMatchObject({ text: 2, label: 1, facets: [] });
  });

  test.each([
    [['_id', 'title', 'text'], 'text'],
    [['question', 'content', 'label'], 'content'],
    [['instruction', 'query'], 'query'],
    [['Instruction', 'words'], 'words'],
    [['id', 'sentence1', 'sentence2'], 'sentence1'],
    [['text.label', 'data.text', 'x.y.text'], 'data.text'],
  ])('of columns %j has its texts in %s', (names, text) => {
    const rows = [names.map((name) => `Something longer under ${name}`)];
    expect(names[guessColumns({ names, rows }).text]).toBe(text);
  });

  test('has no texts in a column of numbers, whatever its name', () => {
    const rows = [
      ['17', 'Words'],
      ['18', 'More'],
    ];
    expect(guessColumns({ names: ['text', 'w'], rows }).text).toBe(1);
  });

  test('is read as its settings say, not as guessed', async () => {
    const text = file('a.csv', 'text;label\n"first";x\nsecond, and more;y\n');
    expect((await readTable(text)).names).toEqual(['text', 'label']);
    const wrong = await readTable(text, { ...CSV, quote: '', header: false });
    expect(wrong.rows).toEqual([['text;label'], ['"first";x'], ['second', ' and more;y']]);
    expect(wrong.problems).toEqual({
      count: 1,
      listed: [{ line: 3, reason: '2 cells, most rows have 1' }],
    });
    const latin = file('a.csv', Uint8Array.of(0x74, 0x0a, 0xef));
    expect((await readTable(latin, { ...CSV, encoding: 'macintosh' })).rows).toEqual([['Ô']]);
    const lines = await readTable(text, { ...CSV, format: 'lines' });
    expect(lines.rows).toHaveLength(3);
  });

  test('in another encoding keeps what a person chose, and guesses the rest anew', async () => {
    const bytes = Uint8Array.from('a;b|c\n1;caf\xe9|3\n', (char) => char.charCodeAt(0));
    const content = new Blob([bytes]);
    const source = { name: 'a.csv', content, sheet: false };
    const guessed = await guessSettings(source);
    const chosen = { ...guessed, separator: '|', header: !guessed.header };
    expect(await guessInEncoding(source, chosen, 'macintosh')).toMatchObject({
      encoding: 'macintosh',
      separator: '|',
      header: !guessed.header,
      quote: guessed.quote,
    });
  });

  test('that was pasted: of cells, of lines, and one read as the other', async () => {
    const content = 'One text\tgood\nAnother\tbad\nOne "more"\tgood\n';
    const source = { name: 'Paste', content, sheet: false };
    const settings = await guessSettings(source);
    expect(settings).toMatchObject({ format: 'separated', separator: '\t', encoding: null });
    expect((await readSource(source, settings)).rows[2]).toEqual(['One "more"', 'good']);
    const plain = { name: 'Paste', content: 'One, two\nThree\n', sheet: false };
    expect(await guessSettings(plain)).toMatchObject({ format: 'lines' });
    const table = await guessAgain(plain, { format: 'separated', encoding: null });
    expect(table).toMatchObject({ format: 'separated', separator: '' });
    const cells = { name: 'Paste', content: '"One\ntwo"\nThree\n', sheet: true };
    const read = await readSource(cells, await guessSettings(cells));
    expect(read.rows).toEqual([['One\ntwo'], ['Three']]);
  });

  test('rows with more cells than the header: kept, joined to the text, or left out', async () => {
    const csv = file('a.csv', 'id,text,label\n1,Late, with a comma,x\n2,Plain,y\n');
    const table = await readTable(csv);
    expect(table.names).toEqual(['id', 'text', 'label', 'Column 4']);
    const columns = { text: 1, label: 2 };
    expect(tableTexts(table, columns).items[0]).toEqual({ text: 'Late', label: 'with a comma' });
    expect(tableTexts(table, columns, 'join').items).toEqual([
      { text: 'Late, with a comma', label: 'x' },
      { text: 'Plain', label: 'y' },
    ]);
    expect(tableTexts(table, columns, 'leave')).toEqual({
      items: [{ text: 'Plain', label: 'y' }],
      dropped: 1,
    });
  });

  test.each([
    ['rows', 'a.csv', `text\n${'a\n'.repeat(1_000_001)}`, 'more than 1,000,000 rows'],
    ['columns', 'a.csv', `${'c,'.repeat(2000)}\n1\n`, '2,001 columns, and at most 1,000'],
    [
      'rows after a quote',
      'a.csv',
      `text\n"${'a\n'.repeat(1_000_001)}`,
      'The quote that opens a cell in line 2 of a.csv is not closed',
    ],
    ['endless columns', 'a.csv', ','.repeat(200_000), '100,000 or more columns'],
    ['brackets', 'a.json', '['.repeat(1_000_000), 'nested too deep'],
    ['fields', 'a.json', `{${'"k":1,'.repeat(300_000)}"k":1}`, 'more than 200,000 fields'],
    [
      'broken values',
      'a.json',
      '}'.repeat(2_000_000),
      'has no row that can be read as JSON. Line 1',
    ],
  ])('with too many %s is refused by name, soon', async (_what, name, content, message) => {
    const began = process.cpuUsage();
    const refused = readTable(file(name, content));
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(DataError);
    await expect(refused).rejects.toThrow(name);
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(15);
  });

  test('too large for one text, with a line of too many lists, is refused before the line is parsed', async () => {
    const line = `{"text":"a","deep":[${'[],'.repeat(10_000_000)}[]]}\n`;
    const content = new Blob([line, `${'"a text"\n'.repeat(3_000_000)}`]);
    const source = { name: 'a.jsonl', content, sheet: false };
    const refused = readSource(source, { ...CSV, format: 'jsonl' });
    await expect(refused).rejects.toThrow('a.jsonl has more than 10,000,000 lists and objects');
  });

  test.each<[string, string, string, string]>([
    ['objects', 'a.json', `[${'{},'.repeat(10_000_000)}{}]`, 'more than 10,000,000 lists'],
    ['a long column', 'a.json', `{"text":["a"${',"a"'.repeat(9_000_000)}]}`, '1,000,000 rows'],
    ['lines of JSON', 'a.jsonl', '{}\n'.repeat(10_000_000), 'more than 1,000,000 rows'],
    ['lines', 'a.txt', 'a\n'.repeat(15_000_000), 'more than 1,000,000 rows'],
    ['numbers', 'a.jsonl', '1\n'.repeat(900_000), 'a.jsonl has no row: its values are neither'],
  ])('knows that %s are too many before it reads them', async (_what, name, content, message) => {
    const began = process.cpuUsage();
    const refused = readTable(file(name, content));
    await expect(refused).rejects.toThrow(DataError);
    await expect(refused).rejects.toThrow(message);
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(5);
  });

  test.each([
    ['objects on one line', 'a.jsonl', '{"text":"a"}'.repeat(1_001_000), '1,000,000 rows'],
    [
      'lists in lists',
      'a.jsonl',
      `{"text":"a","deep":${'['.repeat(5_000)}${']'.repeat(5_000)}}\n`.repeat(2_001),
      '10,000,000 lists and objects',
    ],
    ['cells', 'a.csv', `${`a${',b'.repeat(999)}\n`.repeat(20_001)}`, '20,000,000 cells'],
  ])('of too many %s is refused before they are read', async (_what, name, content, message) => {
    const heard: number[] = [];
    const source = { name, content, sheet: false };
    const settings: TableSettings = { ...CSV, format: name === 'a.csv' ? 'separated' : 'jsonl' };
    const read = readSource(source, settings, {
      onProgress: (part) => heard.push(part),
      signal: undefined,
    });
    await expect(read).rejects.toThrow(DataError);
    await expect(read).rejects.toThrow(message);
    expect(heard).toEqual([]);
  });

  test('may have any extension, also the name of what every object has', async () => {
    const source = { name: 'a.constructor', content: 'One, two\nThree\n', sheet: false };
    const settings = await guessAgain(source, { format: 'separated', encoding: null });
    expect(settings.separator).toBe('');
  });

  test('of a million rows is not too large; blank lines do not count', async () => {
    const lines = `${'a\n'.repeat(500_000)}${'\n'.repeat(3_000_000)}${' \n'.repeat(1000)}`;
    const table = await readTable(file('a.csv', `text\n${lines}${'a\n'.repeat(500_000)}`));
    expect(table.rows).toHaveLength(1_000_000);
    expect(table.blank).toBe(3_001_000);
  });

  test('with deep values takes time in proportion to its length', async () => {
    const line = `{"text":"a","deep":${'['.repeat(5_000)}${']'.repeat(5_000)}}\n`;
    const began = process.cpuUsage();
    const table = await readTable(file('a.jsonl', line.repeat(400)));
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(3);
    expect(table.rows).toHaveLength(400);
    expect(table.problems.count).toBe(400);
  });

  test('with another key on each line has rows as wide as their own fields', async () => {
    const lines = Array.from({ length: 40_000 }, (_, i) => `{"text":"t${i}","k${i}":1}\n`);
    const table = await readTable(file('a.jsonl', lines.join('')));
    expect(table.rows).toHaveLength(40_000);
    expect(table.rows.reduce((sum, row) => sum + row.length, 0)).toBeLessThan(1_000_000);
    expect(table.notes[0]).toContain('Only the first 1,000 fields are read');
  });

  test('keeps the row of a value that is nested too deep to be shown', async () => {
    const table = await readTable(
      file('a.jsonl', `{"text":"a","deep":${'['.repeat(50_000)}${']'.repeat(50_000)}}\n`),
    );
    expect(table.rows[0]?.[0]).toBe('a');
    expect(table.problems.listed[0]?.reason).toBe('the field “deep” is nested too deep to be read');
  });

  test('that is too large is refused before it is read', async () => {
    const large = file('large.txt', 'a');
    Object.defineProperty(large, 'size', { value: 1_100_100_000 });
    await expect(readTable(large)).rejects.toThrow('large.txt has 1100.1 MB; at most 1100 MB');
  });

  test('that inflates beyond the limit is refused by name', async () => {
    const zeros = new Blob([new Uint8Array(60_000_000)]).stream();
    const bomb = await new Response(zeros.pipeThrough(new CompressionStream('gzip'))).blob();
    await expect(readTable(file('a.csv.gz', bomb))).rejects.toThrow(
      'a.csv.gz holds more than 50 MB once it is unpacked',
    );
  });

  test('of 100,000 rows comes in slices with progress, and can be stopped', async () => {
    const csv = `text,label\n${'"Some text, quoted",x\n'.repeat(100_000)}`;
    const seen: number[] = [];
    const table = await readTable(file('a.csv', csv), null, (fraction) => seen.push(fraction));
    expect(table.rows).toHaveLength(100_000);
    expect(seen.length).toBeGreaterThan(8);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBeCloseTo(1);
    const controller = new AbortController();
    const stopped = readTable(
      file('a.csv', csv),
      null,
      (fraction) => fraction > 0.5 && controller.abort(),
      controller.signal,
    );
    await expect(stopped).rejects.toThrow(/abort/i);
  });
});

test('keeps the row of each text, whose other columns are taken with it', async () => {
  const table = await readTable(
    file('rows.csv', 'id,text,year\n7,First,2001\n8,,2002\n9,Third,\n'),
  );
  const { items } = textsWithRows(table, { text: 1, label: null });
  const names = ['id', null, 'year'];
  expect(items).toEqual([
    { text: 'First', row: { names, cells: ['7', 'First', '2001'] } },
    { text: 'Third', row: { names, cells: ['9', 'Third', ''] } },
  ]);
  const lines = await readTable(file('lines.txt', 'one\ntwo\n'));
  expect(textsWithRows(lines, { text: 0, label: null }).items).toEqual([
    { text: 'one' },
    { text: 'two' },
  ]);
});

describe('columns', () => {
  const rows = Array.from({ length: 8 }, (_, i) => [
    `d${i === 5 ? 1 : i}`,
    i === 2 ? null : `Title ${i}`,
    `A body of number ${i}`,
    i % 2 ? 'bank' : 'travel',
    i % 4 < 2 ? 'glad' : 'sad',
    i === 6 ? '' : 'en',
  ]);
  const names = ['doc_id', 'title', 'body', 'intent', 'mood', 'lang'];
  const table = { names, rows, width: names.length };

  test('of labels: one is the truth, others that part the rows are further ones', () => {
    const columns = guessColumns(table);
    expect(columns).toMatchObject({ text: 2, label: 3, facets: [4] });
    expect(textsWithRows(table, columns).roles).toEqual({ facets: ['intent', 'mood'], id: null });
  });

  test('of ids: one is guessed if it names every row, and rows of the same id are listed', () => {
    const distinct = rows.map((row, i) => [`d${i}`, ...row.slice(1)]);
    expect(guessColumns({ names, rows: distinct }).id).toBe(0);
    expect(guessColumns(table).id).toBe(null);
    const { items, problems, roles } = textsWithRows(table, { text: 2, label: null, id: 0 });
    expect(items).toHaveLength(8);
    expect(problems).toEqual({
      count: 1,
      listed: [{ line: 6, reason: 'its id “d1” is that of row 2 too' }],
    });
    expect(roles).toEqual({ facets: [], id: 'doc_id' });
  });

  test('joined by a template; what is no column stays, and a missing cell is empty', () => {
    const template = '{title}\n{body} {nothing}';
    const { items } = textsWithRows(table, { text: 2, label: 3, template });
    expect(items[0]).toEqual({
      text: 'Title 0\nA body of number 0 {nothing}',
      label: 'travel',
      // All columns come along: the text is none of them.
      row: { names, cells: rows[0] },
    });
    expect(items[2]?.text).toBe('A body of number 2 {nothing}');
  });

  test('get the path of the file, under a name that is free', () => {
    const { items } = textsWithRows({ ...table, path: 'a/b.csv' }, { text: 2, label: null });
    expect(items[0]?.row?.names.slice(0, 2)).toEqual(['path', 'doc_id']);
    expect(items[0]?.row?.cells.slice(0, 2)).toEqual(['a/b.csv', 'd0']);
    const own = { names: ['path', 'text'], rows: [['p', 't']], width: 2, path: 'x.csv' };
    const row = textsWithRows(own, { text: 1, label: null }).items[0]?.row;
    expect(row).toEqual({ names: ['_path', 'path', null], cells: ['x.csv', 'p', 't'] });
  });
});

test('rows to check: unreadable characters and a text of megabytes; good rows go on', async () => {
  const csv = `id,text\n1,a\0b\n2,${'long '.repeat(1_000_000)}\n3,good\n`;
  const { items, problems } = textsWithRows(await readTable(file('a.csv', csv)), {
    text: 1,
    label: null,
  });
  expect(items.map(({ text }) => text.length)).toEqual([3, 5_000_000, 4]);
  expect(problems.listed).toEqual([
    { line: 1, reason: 'its text has characters that could not be read, and stand as �' },
    { line: 2, reason: 'its text has 5,000,000 characters; a model reads only the beginning' },
  ]);
});

test('a JSON row has no value for the keys that it lacks, nor for null', async () => {
  const lines = '{"text":"a","x":1}\n{"text":"b","y":null,"z":""}\n';
  const table = await readTable(file('a.jsonl', lines));
  expect(table.names).toEqual(['text', 'x', 'y', 'z']);
  expect(table.rows).toEqual([
    ['a', '1'],
    ['b', null, null, ''],
  ]);
});
