import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { setFilePath } from '../lib/file-paths.ts';
import { groupFiles } from './file-groups.ts';
import { guessSettings, readSource } from './table-file.ts';

function file(path: string, content: BlobPart): File {
  const made = new File([content], path.split('/').at(-1)!);
  setFilePath(made, path);
  return made;
}

async function read(format: 'files' | 'file-lines', ...files: File[]) {
  const { documents, name } = groupFiles(files);
  if (documents === null) expect.fail('no documents');
  const source = { name, content: '', documents, sheet: false };
  return readSource(source, { ...(await guessSettings(source)), format });
}

test('files of a folder are documents or tables; hidden ones and other kinds are left out', () => {
  const paths = ['n/a.md', 'n/b.txt.gz', 'n/.git/c.md', 'n/d.png', 'n/t/e.csv', 'n/f.parquet'];
  const { documents, name, tables } = groupFiles(paths.map((path) => file(path, '')));
  expect(documents?.files.map((one) => one.name)).toEqual(['a.md', 'b.txt.gz']);
  expect(documents?.others).toBe(1);
  expect(name).toBe('n/');
  expect(tables.map((one) => one.name)).toEqual(['e.csv', 'f.parquet']);
});

test('files that were chosen one by one are all wanted, and a .txt among them is lines', () => {
  const { documents, tables } = groupFiles(
    ['a.txt', 'b.csv', 'c.bin'].map((path) => file(path, '')),
  );
  expect(documents).toBe(null);
  expect(tables).toHaveLength(3);
  expect(groupFiles([file('a.md', '')])).toMatchObject({ name: 'a.md', tables: [] });
});

test('a document is a row with its path; the fields of its front matter are columns', async () => {
  const table = await read(
    'files',
    file(
      'n/note 10.md',
      '---\ntitle: Ten\ntags: [a, b]\ntext: own\ndate: 2024-02-29\n---\n\n# Ten\n\nBody.\n',
    ),
    file('n/note 9.txt', '\ufeffNine\nlines\n'),
    file('n/z.md.gz', new Uint8Array(gzipSync('Packed'))),
    file(
      'n/latin.md',
      Uint8Array.from('caf\xe9 na\xefve', (char) => char.charCodeAt(0)),
    ),
  );
  const rows = table.rows.map((row) =>
    Object.fromEntries(
      table.names.flatMap((name, at) => (row[at] == null ? [] : [[name, row[at]]])),
    ),
  );
  expect(rows).toEqual([
    { text: 'café naïve', path: 'n/latin.md' },
    { text: 'Nine\nlines', path: 'n/note 9.txt' },
    {
      text: '# Ten\n\nBody.',
      path: 'n/note 10.md',
      title: 'Ten',
      tags: '["a","b"]',
      'tags[0]': 'a',
      'tags[1]': 'b',
      _text: 'own',
      date: '2024-02-29',
    },
    { text: 'Packed', path: 'n/z.md.gz' },
  ]);
  expect(table.problems.count).toBe(0);
  expect(table.notes).toEqual([
    '1 file was read as Windows-1252 (Western), since it is not UTF-8.',
  ]);
});

test('each line of them can be a text instead', async () => {
  const table = await read('file-lines', file('n/a.txt', 'one\n\ntwo\n'), file('n/b.md', 'three'));
  expect(table.rows).toEqual([
    ['one', 'n/a.txt'],
    ['two', 'n/a.txt'],
    ['three', 'n/b.md'],
  ]);
  expect(table.blank).toBe(1);
});

test('documents that cannot be read are listed, and the others are read', async () => {
  const bomb = `---\na: &a [x, x]\nb: [*a, *a]\n---\nBomb`;
  const table = await read(
    'files',
    file('n/a.md', ''),
    file('n/b.md', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)),
    file('n/c.md', '---\nkey: [open\n---\nBroken'),
    file('n/d.md', bomb),
    file('n/e.md', 'Good'),
    file('n/f.jpg', ''),
  );
  expect(table.rows.map(([text]) => text)).toEqual(['---\nkey: [open\n---\nBroken', bomb, 'Good']);
  expect(table.problems.listed.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  expect(table.problems.listed.map(({ reason }) => reason)).toEqual([
    'n/a.md: it is empty',
    expect.stringContaining('n/b.md: b.md is a picture (PNG)'),
    expect.stringContaining('n/c.md: its front matter is left in the text, since it is not YAML'),
    expect.stringContaining('n/d.md: its front matter is left in the text'),
  ]);
  expect(table.notes).toEqual(['1 file of other kinds was left out.']);
});
