import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ReferenceTokenizer } from './tokenizer.ts';

const GOLDENS = new URL('../../training/goldens/', import.meta.url);
/** The tokenizers of the published models; not in the repository. */
const FULL = new URL('../../../shared/tokenizers/', import.meta.url);

interface LongText {
  readonly what: string;
  readonly text: readonly (readonly [unit: string, count: number])[];
  readonly ids: Readonly<Record<string, { count: number; first: number[]; sha256: string }>>;
}

const texts: LongText[] = JSON.parse(readFileSync(new URL('tokenizer-long.json', GOLDENS), 'utf8'));

/** What the package keeps of a text; the file has room for so many. */
const LIMIT = 500;

describe.each(Object.keys(texts[0]!.ids))('%s gives the ids of the package', (name) => {
  const own = new URL(`${name}/model/tokenizer.json`, GOLDENS);
  const file = existsSync(own) ? own : new URL(`${name}/tokenizer.json`, FULL);
  const tokenizer = existsSync(file)
    ? new ReferenceTokenizer(JSON.parse(readFileSync(file, 'utf8')), {})
    : null;

  it.for(texts)('of $what', ({ text, ids: golden }, { skip }) => {
    if (tokenizer === null) return skip(`${file.pathname} is missing`);
    const { count, first, sha256 } = golden[name]!;
    const joined = text.map(([unit, times]) => unit.repeat(times)).join('');
    const began = performance.now();
    const ids = tokenizer.encode(joined);
    const ms = performance.now() - began;
    expect(ids.length).toBe(count);
    expect(ids.slice(0, 512)).toEqual(first);
    expect(createHash('sha256').update(ids.join()).digest('hex')).toBe(sha256);
    // The square of these lengths takes 15 s and more.
    expect(ms).toBeLessThan(5000);

    const start = tokenizer.encode(joined, { limit: LIMIT });
    expect(start.length > LIMIT).toBe(count > LIMIT);
    expect(start.slice(0, Math.min(count, LIMIT) - 1)).toEqual(
      first.slice(0, Math.min(count, LIMIT) - 1),
    );
    expect(start.at(-1)).toBe(ids.at(-1));
  });

  it('of the start of a long text, in time that does not grow with the text', ({ skip }) => {
    if (tokenizer === null) return skip(`${file.pathname} is missing`);
    const of = (count: number) => 'the river rises in 9 hills, naïve '.repeat(count);
    const start = tokenizer.encode(of(1000), { limit: LIMIT });
    const began = performance.now();
    const ids = tokenizer.encode(of(300_000), { limit: LIMIT });
    expect(performance.now() - began).toBeLessThan(500);
    expect(ids).toEqual(start);
  });
});
