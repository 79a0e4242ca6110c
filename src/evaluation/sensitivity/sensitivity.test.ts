import { describe, expect, it } from 'vitest';
import { topicRows } from '../../../testing/rows.ts';
import { finish } from '../../analysis/steps.ts';
import { stsTask } from '../tasks/pairs.ts';
import type { Encode } from '../tasks/types.ts';
import { sensitivity } from './sensitivity.ts';
import { wordingsOf } from './wordings.ts';

const both = (text: string) => ({ query: text, document: text });
const GIVEN = both('Represent the Wikipedia question for retrieving supporting documents: ');

describe('wordings', () => {
  const all = wordingsOf(GIVEN, { count: 100, seed: 1 });
  const texts = all.map(({ instruction }) => instruction.query);

  it('are as a person could have written them', () => {
    expect(texts).toEqual(
      expect.arrayContaining([
        'For retrieving supporting documents, represent the Wikipedia question: ',
        'Represent the Wikipedia question for retrieving supporting documents; Input: ',
        'Encode the Wikipedia question for retrieving supporting documents: ',
        'Represent the Wikipedia query for retrieving supporting documents: ',
        'represent the wikipedia question for retrieving supporting documents: ',
        'Represent The Wikipedia Question For Retrieving Supporting Documents: ',
        'Represent the Wikipedia question for retrieving supporting documents ',
        'Represent the Wikipedia question for retrieving supporting documents:',
      ]),
    );
    expect(new Set([GIVEN.query, ...texts]).size).toBe(texts.length + 1);
  });

  it('a few are of all kinds, and the seed says which', () => {
    const few = wordingsOf(GIVEN, { count: 5, seed: 7 });
    expect(new Set(few.map(({ kind }) => kind)).size).toBe(5);
    expect(wordingsOf(GIVEN, { count: 5, seed: 7 })).toEqual(few);
    expect(wordingsOf(GIVEN, { count: 5, seed: 8 })).not.toEqual(few);
  });

  it('an instruction outside the template keeps its sentence, and an empty one has none', () => {
    const odd = wordingsOf(both('query: '), { count: 100, seed: 1 });
    expect(odd.some(({ kind }) => kind === 'template')).toBe(false);
    expect(odd.map(({ instruction }) => instruction.query)).toContain('question: ');
    expect(wordingsOf(both(''), { count: 100, seed: 1 })).toEqual([]);
    const half = wordingsOf(
      { query: 'Represent $& for $1: ', document: '' },
      { count: 100, seed: 1 },
    );
    expect(half.every(({ instruction }) => instruction.document === '')).toBe(true);
  });

  it('texts that look like patterns stay text', () => {
    const odd = wordingsOf(both('Represent the $& ($1) for $`x: '), { count: 100, seed: 1 });
    expect(odd.map(({ instruction }) => instruction.query)).toContain(
      'Represent this $& ($1) for $`x: ',
    );
  });
});

describe('sensitivity', () => {
  const pairs = Array.from({ length: 60 }, (_, i) => ({
    a: `a${i}`,
    b: `b${i}`,
    score: Math.cos(i) + (i % 4 === (i * 7) % 4 ? 1 : 0),
  }));
  const task = stsTask(pairs);
  /** Cosines follow the scores, but for noise under some wordings. */
  const encode =
    (noise: (instruction: string) => number): Encode =>
    async (texts, instruction) => {
      const chance = topicRows({ seed: 3, count: 60, dim: 2, topics: 60, spread: 1 });
      const vectors = new Float32Array(texts.length * 2);
      for (const [i, text] of texts.entries()) {
        const at = Number(text.slice(1));
        const cosine = pairs[at]!.score / 2 - 0.1 + noise(instruction) * chance.vectors[2 * at]!;
        const angle = text[0] === 'a' ? 0 : Math.acos(Math.max(-1, Math.min(1, cosine)));
        vectors.set([Math.cos(angle), Math.sin(angle)], 2 * i);
      }
      return { vectors, count: texts.length, dim: 2 };
    };
  const options = { resamples: 400, permutations: 199, seed: 5, drive: finish };

  it('is nothing where the wording changes nothing', async () => {
    const found = await sensitivity(
      task,
      GIVEN,
      encode(() => 0.2),
      options,
    );
    expect(found.wordings.length).toBe(12);
    expect(found).toMatchObject({ differ: 0, worst: null, lowest: found.score });
    expect(found.sd).toBeCloseTo(0, 12);
    for (const { difference, adjusted } of found.wordings) {
      expect(difference).toMatchObject({ estimate: 0, low: 0, high: 0 });
      expect(adjusted).toBe(1);
    }
  });

  it('names the wording that does harm, by a paired difference', async () => {
    const shouts = (text: string) => text === text.toUpperCase();
    const found = await sensitivity(
      task,
      GIVEN,
      encode((text) => (shouts(text) ? 3 : 0)),
      { ...options, count: 20 },
    );
    const worst = found.wordings[found.worst!]!;
    expect(worst.wording.change).toBe('capitals');
    expect(worst.score).toBe(found.lowest);
    expect(worst.difference.estimate).toBeCloseTo(worst.score - found.score, 12);
    expect(worst.difference.high).toBeLessThan(0);
    expect(worst.adjusted).toBeLessThanOrEqual(0.05);
    expect(found.differ).toBe(1);
    const scores = [found.score, ...found.wordings.map(({ score }) => score)];
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
    expect(found.sd).toBeCloseTo(Math.sqrt(squares / (scores.length - 1)), 12);
    expect(found.highest).toBe(found.score);
  });
});
