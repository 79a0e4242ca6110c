import { describe, expect, it } from 'vitest';
import { finish } from '../../analysis/steps.ts';
import { seededRandom } from '../../lib/random.ts';
import { splitData, type TaskData, taskOf } from '../tasks/data.ts';
import { candidates, ENDINGS, WORDINGS } from './candidates.ts';
import { plannedRounds, successiveHalving } from './halving.ts';
import { searchInstruction } from './search.ts';

const space = {
  domains: ['news', ''],
  types: ['title'],
  objectives: ['clustering', ''],
  wordings: WORDINGS,
  endings: ENDINGS,
};

describe('candidates', () => {
  it('fill the template, and leave out what is empty', () => {
    expect(candidates(space)).toEqual([
      'Represent the news title for clustering: ',
      'Represent the news title: ',
      'Represent the title for clustering: ',
      'Represent the title: ',
    ]);
  });

  it('have each wording and ending once', () => {
    const more = {
      ...space,
      domains: ['$&'],
      wordings: ['{domain} {type}', '{domain}  {type}'],
      endings: [':', ''],
    };
    expect(candidates(more)).toEqual(['$& title:', '$& title']);
  });

  it('none are refused', () => {
    expect(() => candidates({ ...space, types: [] })).toThrow('no candidate');
  });
});

describe('successive halving', () => {
  it('spends the same on each round, and the whole on the last', async () => {
    const asked: number[] = [];
    const rounds = await successiveHalving(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
      async (name, share) => {
        asked.push(share);
        return name.charCodeAt(0);
      },
    );
    expect(rounds.map(({ share, scores }) => [share, scores.length])).toEqual([
      [0.25, 8],
      [0.5, 4],
      [1, 2],
    ]);
    expect(rounds.at(-1)!.scores[0]).toEqual({ candidate: 'h', score: 104 });
    expect(asked.length).toBe(14);
  });

  it('one candidate is scored once; one without a score comes last', async () => {
    expect((await successiveHalving(['a'], async () => 1)).length).toBe(1);
    const [round] = await successiveHalving(['a', 'b'], async (name) =>
      name === 'a' ? Number.NaN : 0,
    );
    expect(round!.scores[0]!.candidate).toBe('b');
  });
});

const pairs: TaskData = {
  kind: 'sts',
  data: Array.from({ length: 200 }, (_, i) => ({ a: `a${i}`, b: `b${i}`, score: i })),
};

it('parts have no unit in common, and a larger share holds a smaller', () => {
  const [half, unseen] = splitData(pairs, 0.5, 42);
  const names = (part: TaskData) => (part.kind === 'sts' ? part.data.map(({ a }) => a) : []);
  expect(names(half).length).toBe(100);
  expect(new Set([...names(half), ...names(unseen)]).size).toBe(200);
  const [quarter, eighth] = [0.25, 0.125].map(
    (share) => new Set(names(splitData(half, share, 42)[0])),
  );
  expect([...eighth!].every((name) => quarter!.has(name))).toBe(true);
});

it('finds the instruction that fits, and never embeds the part that reports', async () => {
  const embedded = new Set<string>();
  const noise = seededRandom(9);
  // Under "good" the angle between a and b follows the score; under others it is drawn.
  const encode = async (texts: readonly string[], instruction: string) => {
    const vectors = texts.flatMap((text) => {
      embedded.add(text);
      if (text[0] === 'a') return [1, 0];
      const share = instruction.includes('good') ? Number(text.slice(1)) / 200 : noise();
      return [Math.cos(1 - share), Math.sin(1 - share)];
    });
    return { vectors: Float32Array.from(vectors), count: texts.length, dim: 2 };
  };
  const few = {
    ...space,
    types: ['bad title', 'good title', 'worse title'],
    objectives: [],
    document: null,
  };
  const budget = { tokens: 1, tokensPerExample: 1, countTokens: () => 1 };
  const found = await searchInstruction(
    few,
    pairs,
    encode,
    (part) => taskOf(part, { measure: 'exact', budget }),
    {
      seed: 42,
      drive: finish,
    },
  );
  expect(found.instruction.query).toContain('good');
  expect(found.chosenAt).toBeCloseTo(1, 6);
  const { unseen } = found;
  expect(unseen.kind === 'sts' && unseen.data.some(({ a }) => embedded.has(a))).toBe(false);
});

it.each([1, 2, 3, 5, 12, 100])(
  'the rounds of %i candidates are those that were planned',
  async (count) => {
    const names = Array.from({ length: count }, (_, i) => `c${i}`);
    const rounds = await successiveHalving(names, async (name) => Number(name.slice(1)));
    expect(rounds.map(({ share, scores }) => ({ count: scores.length, share }))).toEqual(
      plannedRounds(count),
    );
  },
);
