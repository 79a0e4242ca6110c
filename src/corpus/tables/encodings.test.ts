import { describe, expect, test } from 'vitest';
import { guessEncoding } from './encodings.ts';

/** Encodes a text by inverting the encoding's decoder. */
function encode(text: string, encoding: string): Uint8Array<ArrayBuffer> {
  const decoder = (bytes: number[]) => {
    const each = new TextDecoder(encoding);
    return each.decode(Uint8Array.from(bytes), { stream: true }) + each.decode();
  };
  const codes = new Map<string, number[]>();
  for (let byte = 0; byte < 256; byte++) {
    const char = decoder([byte]);
    if (char.length === 1 && !codes.has(char)) codes.set(char, [byte]);
  }
  return Uint8Array.from(
    [...text].flatMap((char) => {
      const bytes = codes.get(char);
      if (bytes === undefined) throw new Error(`${encoding} has no ${char}`);
      return bytes;
    }),
  );
}

describe('the encoding of', () => {
  test.each([
    ['windows-1252', 'text\nUn café\n'],
    ['windows-1252', 'naïve – café “x”, l’été'],
    ['windows-1252', 'Die Größe überrascht schöne Mädchen und Füße'],
    ['windows-1250', 'Příliš žluťoučký kůň úpěl ďábelské ódy. Škoda že není'],
    ['windows-1251', 'текст;метка\nПривет мир, это длинный текст;да'],
    ['koi8-r', 'текст;метка\nПривет мир, это длинный текст;да'],
    ['windows-1253', 'Καλημέρα κόσμε, αυτό είναι ένα κείμενο'],
    // The detector takes fewer words for Arabic.
    ['windows-1255', 'טקסט;תווית\nשלום עולם זה טקסט ארוך;כן'],
  ])('%s is found: %s', async (encoding, text) => {
    const bytes = encode(text, encoding);
    expect(await guessEncoding('a.csv', bytes)).toEqual({ encoding, reason: 'guessed' });
  });

  test.each([
    ['utf-16le', 'текст\tметка\nПривет мир\tда\n', true],
    ['utf-16be', '文本\t标签\n今天天气很好\t天气\n', false],
  ])('%s is found without a mark', async (encoding, text, little) => {
    const view = new DataView(new ArrayBuffer(2 * text.length));
    for (let at = 0; at < text.length; at++) view.setUint16(2 * at, text.charCodeAt(at), little);
    const bytes = new Uint8Array(view.buffer);
    expect((await guessEncoding('a.tsv', bytes)).encoding).toBe(encoding);
  });

  test('UTF-8 is certain, even if a letter is cut', async () => {
    const bytes = new TextEncoder().encode('naïve 日本 naïve 日本');
    expect(await guessEncoding('a.csv', bytes)).toEqual({ encoding: 'utf-8', reason: '' });
    const cut = bytes.slice(0, -1);
    expect(await guessEncoding('a.csv', cut)).toEqual({ encoding: 'utf-8', reason: 'guessed' });
  });
});
