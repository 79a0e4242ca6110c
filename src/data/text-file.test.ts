import { describe, expect, test } from 'vitest';
import { DataError } from './errors.ts';
import { TextLines } from './paste.ts';
import { FILE_LIMIT, readTextFile } from './text-file.ts';

const file = (name: string, ...parts: BlobPart[]) => new File(parts, name);
const UTF8_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);

describe('a text file', () => {
  test('is one text a line, with blank lines counted and left out', async () => {
    const read = await readTextFile(file('a.txt', 'one\r\n\r\n two \n<b>three</b>\n'));
    expect(read).toEqual({ texts: ['one', ' two ', '<b>three</b>'], dropped: 1 });
  });

  test('may be empty', async () => {
    expect(await readTextFile(file('a.txt'))).toEqual({ texts: [], dropped: 0 });
  });

  test.each([
    ['UTF-8', [new TextEncoder().encode('naïve 日本 🙂\nعربي')]],
    ['UTF-8 with a mark', [UTF8_MARK, new TextEncoder().encode('naïve 日本 🙂\nعربي')]],
    ['UTF-16, little end first', [new Uint16Array(utf16('\ufeffnaïve 日本 🙂\nعربي'))]],
  ])('in %s', async (_name, parts) => {
    const { texts } = await readTextFile(file('a.txt', ...parts));
    expect(texts).toEqual(['naïve 日本 🙂', 'عربي']);
  });

  test('of several pieces: letters and lines cut anywhere are whole again', async () => {
    // Three bytes a letter, so that the pieces of the stream cut letters.
    const line = '語'.repeat(997);
    const { texts } = await readTextFile(file('a.txt', `${line}\r\n`.repeat(300)));
    expect(texts).toHaveLength(300);
    expect(texts.every((text) => text === line)).toBe(true);
  });

  test.each([
    ['bytes that are no UTF-8', [Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0xff, 0xf0)]],
    ['zero bytes', ['abc', Uint8Array.of(0, 1, 0)]],
    ['a letter cut at the end', [new TextEncoder().encode('日本').slice(0, 5)]],
    ['Latin-1', [Uint8Array.of(0x6e, 0x61, 0xef, 0x76, 0x65)]],
  ])('with %s is refused by name', async (_name, parts) => {
    const refused = readTextFile(file('photo.txt', ...parts));
    await expect(refused).rejects.toBeInstanceOf(DataError);
    await expect(refused).rejects.toThrow('photo.txt is not plain text in UTF-8');
  });

  test('that is too large is refused before it is read', async () => {
    const large = file('large.txt', 'a');
    Object.defineProperty(large, 'size', { value: FILE_LIMIT + 100_000 });
    await expect(readTextFile(large)).rejects.toThrow('large.txt has 10.1 MB; at most 10');
  });

  test.each(['t.json', 't.xlsx', 't.PARQUET'])('%s is refused by its name', async (name) => {
    await expect(readTextFile(file(name, 'a,b'))).rejects.toThrow(`${name} is not read`);
  });
});

test('lines do not depend on where the pieces are cut', () => {
  const text = 'a\r\nb\rc\n\n d\r';
  for (let cut = 0; cut <= text.length; cut++) {
    const lines = new TextLines();
    lines.add(text.slice(0, cut));
    lines.add(text.slice(cut));
    expect(lines.end()).toEqual({ texts: ['a', 'b', 'c', ' d'], dropped: 1 });
  }
});

function utf16(text: string): number[] {
  return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}
