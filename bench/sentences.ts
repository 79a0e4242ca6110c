/**
 * Texts of the benchmark: sentences of real lengths. They are real if the developer data sets lie
 * beside the repository (`../shared/data/eval`), else made from a word list with the same lengths,
 * so that the benchmark runs anywhere and reports which it used.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Sentences {
  readonly texts: readonly string[];
  /** Source of the texts, for the report. */
  readonly source: string;
}

const REAL = join(import.meta.dirname, '../../shared/data/eval');

/** Captions and news sentences (STS-B), longer news sentences (MSRP). */
const SETS = ['stsb-dev', 'msrp-test'];

export function benchmarkSentences(count: number): Sentences {
  const files = SETS.map((set) => join(REAL, set, 'data.jsonl'));
  if (!files.every(existsSync)) return { texts: generated(count), source: 'made from a word list' };
  // Some sentences occur in both sets; a repeated text would cost Facet nothing.
  const share = Math.ceil((count * 1.1) / files.length);
  const texts = files.flatMap((file) => {
    const all = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line): [string, string] => {
        const { a, b }: { a: string; b: string } = JSON.parse(line);
        return [a, b];
      });
    const unique = [...new Set(all)];
    // Spreads over the whole file, whose parts differ in kind and length.
    return Array.from(
      { length: share },
      (_, i) => unique[Math.floor((i * unique.length) / share)]!,
    );
  });
  const chosen = shuffled([...new Set(texts)]).slice(0, count);
  return { texts: chosen, source: SETS.join(' and ') };
}

/** Words per sentence at the 2.5th, 7.5th, … 97.5th percentile of the real sets. */
const LENGTHS = [5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 24, 26, 28];

const WORDS =
  `the a of in to and for on with from by at its their this that after before under over new old
  small large city river company market report season teacher student garden engine bridge winter
  music letter doctor village station officer minister committee decision evidence temperature
  quarter percent million people children player team match goal price share bank record water
  energy paper road train ship island forest mountain window kitchen table phone computer network
  said told asked found made kept moved opened closed rose fell grew turned carried reached wrote
  read saw heard played won lost built broke began ended would could has was is are were been
  quickly slowly early late often never again still almost across between during without against`.split(
    /\s+/,
  );

function generated(count: number): string[] {
  const random = generator(7);
  return Array.from({ length: count }, () => {
    const length = LENGTHS[Math.floor(random() * LENGTHS.length)]!;
    const words = Array.from({ length }, () => WORDS[Math.floor(random() * WORDS.length)]!);
    const sentence = words.join(' ');
    return `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`;
  });
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  const random = generator(3);
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/** Uniform numbers in [0, 1) that depend on the seed alone (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
