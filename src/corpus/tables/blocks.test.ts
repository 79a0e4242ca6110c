/** Files too large for one text: the same rows as those of a small file, wherever a block ends. */
import { expect, test } from 'vitest';
import { guessSettings, readSource, readTable } from '../table-file.ts';
import { readSeparated, streamSeparated } from './read-separated.ts';
import type { TableSettings } from './types.ts';

const CSV: TableSettings = {
  format: 'separated',
  encoding: 'utf-8',
  separator: ',',
  quote: '"',
  skip: 0,
  header: true,
  place: null,
};
const UNWATCHED = { onProgress: () => {}, signal: undefined };

/** A blob whose blocks are of a few bytes: each place in the file is once where a block ends. */
class Crumbs extends Blob {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #first: number;

  constructor(bytes: Uint8Array<ArrayBuffer>, first: number) {
    super([]);
    this.#bytes = bytes;
    this.#first = first;
  }
  override get size(): number {
    return 8_000_000;
  }
  override slice(start = 0, end = this.size): Blob {
    const place = (at: number) =>
      at === 0 ? 0 : at >= this.size ? this.#bytes.length : this.#first;
    return new Blob([this.#bytes.subarray(place(start), place(end))]);
  }
}

test('a table that is cut anywhere has the rows, lines and problems of the whole', async () => {
  const text =
    'id,text,label\r\n1,"A ""quoted"", text\r\nof — two lines",x\r\n\r\n\n2,naïve ✓,y\r3,a,b,c\n4,"b"x,y\n,,\n5,"open,z\n6,end,w';
  const whole = await readSeparated('a.csv', text, CSV, UNWATCHED);
  expect(whole.rows).toHaveLength(6);
  const bytes = new TextEncoder().encode(text);
  for (let cut = 1; cut < bytes.length; cut++) {
    const content = new Crumbs(bytes, cut);
    const streamed = await streamSeparated({ name: 'a.csv', content }, CSV, UNWATCHED);
    expect(streamed, `cut at ${cut}`).toEqual(whole);
  }
});

const many = 60_000;
const long = 'A text of some length — with “quotes” and naïve letters. '.repeat(16);

test.each([
  ['a.csv', 'id,text,label\n', (i: number) => `${i},"${long}${i}",l${i % 3}\n`],
  [
    'a.jsonl',
    '',
    (i: number) => `${JSON.stringify({ id: i, text: long + i, label: `l${i % 3}` })}\n`,
  ],
])(
  '%s of more than 50 MB is read by blocks',
  async (name, head, row) => {
    const parts = Array.from({ length: many / 1000 }, (_, part) =>
      Array.from({ length: 1000 }, (_, i) => row(1000 * part + i)).join(''),
    );
    const broken = name === 'a.csv' ? 'x,y\n' : '{"id": \n';
    const file = new File([head, ...parts, broken, row(many)], name);
    expect(file.size).toBeGreaterThan(50_000_000);
    const table = await readTable(file);
    expect(table.names).toEqual(['id', 'text', 'label']);
    expect(table.rows.at(-1)).toEqual([`${many}`, `${long}${many}`, `l${many % 3}`]);
    expect(table.rows[41_234]).toEqual(['41234', `${long}41234`, `l${41_234 % 3}`]);
    const line = many + (name === 'a.csv' ? 2 : 1);
    expect(table.problems).toMatchObject({ count: 1, listed: [{ line }] });
    expect(table.notes).toEqual([]);
  },
  60_000,
);

test('an array of JSON of more than 50 MB is refused, with what to do', async () => {
  const row = `{"text":"${'a'.repeat(1000)}"},\n`;
  const name = 'a.json';
  const content = new Blob(['[', row.repeat(52_000), '{}]']);
  const source = { name, content, sheet: false };
  const settings = { ...(await guessSettings(source)), format: 'json' } as const;
  await expect(readSource(source, settings)).rejects.toThrow('Write it as JSON lines');
});
