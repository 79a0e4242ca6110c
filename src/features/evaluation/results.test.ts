import { describe, expect, it } from 'vitest';
import { plotTheme } from '../../../testing/plots.ts';
import type { ResultRow, TaskResult } from '../../evaluation/service/types.ts';
import { svgDocument } from '../../widgets/svg.ts';
import { differences } from './differences.ts';
import { axisOf, placeOf } from './forest.ts';
import { candidateOf, newCandidate, rowsFor } from './instructions.ts';
import { forestPicture } from './picture.ts';
import { countOf, spaceOf } from './setup.ts';
import { luckWords, ranked, rowVerdict, verdictOf } from './words.ts';

interface Given {
  readonly name: string;
  readonly score: number;
  readonly isNull?: boolean;
  readonly own?: readonly number[];
}

/** A result in which the rows of `better` are better than those they are paired with. */
function result(
  given: readonly Given[],
  better: readonly (readonly [number, number])[],
  winner: number | null = null,
): TaskResult {
  const isBetter = (a: number, b: number) => better.some(([x, y]) => x === a && y === b);
  const rows = given.map(
    ({ name, score, isNull = false, own }, at): ResultRow => ({
      instruction: { name, query: name, document: name, isNull },
      scores: {
        ...{ main: 'accuracy', measures: { accuracy: score }, notes: [] },
        units: { name: 'test texts', count: 100 },
      },
      interval: { estimate: score, low: score - 0.05, high: score + 0.05, level: 0.95 },
      beatsNulls: !isNull && given.every((other, b) => other.isNull !== true || isBetter(at, b)),
      ms: 1,
      contributions: own === undefined ? null : Float64Array.from(own),
    }),
  );
  const tests = given.flatMap((_, a) =>
    given.slice(a + 1).map((__, offset) => {
      const b = a + 1 + offset;
      const decided = isBetter(a, b) || isBetter(b, a);
      const adjusted = decided ? 0.002 : 0.4;
      return { a, b, difference: isBetter(b, a) ? -0.1 : 0.1, p: adjusted, adjusted };
    }),
  );
  return {
    ...{ name: 'set', task: { kind: 'classification', protocol: 'How.' }, rows, tests, winner },
    ...{ search: null, unitTexts: ['one', 'two', 'three'] },
  };
}

const NULLS: Given[] = [
  { name: 'no instruction', score: 0.6, isNull: true },
  { name: 'nonsense', score: 0.5, isNull: true },
];

describe('verdicts', () => {
  it('a winner is better than every other row', () => {
    const found = result(
      [{ name: 'A', score: 0.9 }, { name: 'B', score: 0.6 }, ...NULLS],
      [
        [0, 1],
        [0, 2],
        [0, 3],
      ],
      0,
    );
    const { tone, answer, more } = verdictOf(found);
    expect(tone).toBe('decided');
    expect(answer).toContain('“A” is the right one here: better than every other row');
    expect(answer).toContain('p = 0.002 after correction for 6 comparisons');
    expect(more[0]).toContain('“B” does not beat the null rows');
    expect(more.at(-1)).toContain('data that had no say');
    expect(rowVerdict(found, 0)).toBe('beats the null rows');
    expect(rowVerdict(found, 1)).toBe('does not beat the null rows');
    expect(rowVerdict(found, 2)).toBeNull();
  });

  it('what is undecided is named with its p', () => {
    const found = result(
      [{ name: 'A', score: 0.9 }, { name: 'B', score: 0.88 }, ...NULLS],
      [
        [0, 2],
        [0, 3],
        [1, 2],
        [1, 3],
      ],
    );
    const { tone, answer } = verdictOf(found);
    expect(tone).toBe('undecided');
    expect(answer).toContain(
      '“A” has the highest score of the instructions, but it is not shown to be better than “B” (p = 0.400)',
    );
  });

  it('none beats the null rows, and one that is worse says so', () => {
    const found = result(
      [{ name: 'A', score: 0.61 }, { name: 'B', score: 0.3 }, ...NULLS],
      [[2, 1]],
    );
    expect(verdictOf(found)).toMatchObject({
      tone: 'none',
      answer:
        'None of the instructions beats the null rows: “A” has 61.0 and the row “no instruction” has 60.0, and the difference may be chance.',
    });
    expect(rowVerdict(found, 1)).toBe('worse than the row “no instruction”');
  });

  it('a null row that is better than all instructions says so', () => {
    const found = result([{ name: 'A', score: 0.5 }, ...NULLS], [[1, 0]]);
    expect(verdictOf(found).answer).toBe(
      '“A” does not beat the null rows: “A” has 50.0 and the row “no instruction” has 60.0, and the row “no instruction” is better by the tests (p = 0.002).',
    );
  });

  it('a null row may be best', () => {
    const found = result(
      [{ name: 'A', score: 0.5 }, ...NULLS],
      [
        [1, 0],
        [1, 2],
      ],
      1,
    );
    expect(verdictOf(found).answer).toContain(
      'None of the instructions helps: the row “no instruction” is better',
    );
  });

  it('the luck of a search is told in points', () => {
    const found = {
      ...result([{ name: 'A', score: 0.8 }, ...NULLS], []),
      search: { chosenAt: 0.9, rounds: [] },
    };
    expect(luckWords(found)).toContain('scored 90.0 on the half that chose it and 80.0');
    expect(luckWords(found)).toContain('the 10.0 points between them are selection noise');
    expect(luckWords(result([...NULLS], []))).toBeNull();
  });
});

it('rows without a score come last', () => {
  expect(ranked(result([{ name: 'A', score: Number.NaN }, ...NULLS], []))).toEqual([1, 2, 0]);
});

it('texts on which two rows differ most come first, and equal ones not at all', () => {
  const found = result(
    [
      { name: 'A', score: 1, own: [1, 0.5, 0] },
      { name: 'B', score: 0.5, own: [0.9, 0.5, 1] },
    ],
    [],
  );
  expect(differences(found, 0, 1)).toEqual([
    { text: 'three', a: 0, b: 1 },
    { text: 'one', a: 1, b: 0.9 },
  ]);
  expect(differences(result([...NULLS], []), 0, 1)).toBeNull();
});

describe('forest plot', () => {
  it.each([
    [[0.6, 0.5], 0.45, 0.65],
    [[0.9123], 0.85, 1],
  ])('the axis of %j holds all intervals', (scores, low, high) => {
    const axis = axisOf(
      result(
        scores.map((score) => ({ name: 'A', score })),
        [],
      ),
    );
    expect(axis.low).toBeCloseTo(low);
    expect(axis.high).toBeCloseTo(high);
    expect(placeOf(axis, axis.low)).toBe(0);
    expect(placeOf(axis, axis.high)).toBe(1);
  });

  it('without any score there is an axis all the same', () => {
    expect(axisOf({ rows: [] })).toMatchObject({ low: 0, high: 1 });
  });

  it('names are data in the picture', () => {
    const found = result([{ name: '<script>', score: 0.6 }, ...NULLS], []);
    const svg = svgDocument(forestPicture(found, 'model', plotTheme), plotTheme);
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('<script');
    expect(svg).toContain('60.0 [55.0, 65.0]');
  });
});

describe('instructions', () => {
  const lens = {
    ...{ id: 'l', name: 'Topic', colour: 0, on: true, instruction: 'I: ' },
    ...{ queryInstruction: 'Q: ', documentInstruction: 'D: ' },
  };
  const texts = { name: 'set', task: { kind: 'clustering', data: [] } } as const;

  it('a task of queries and documents takes their instructions', () => {
    const candidates = [candidateOf(lens), newCandidate()];
    const [row] = rowsFor(texts, candidates);
    expect(row).toEqual({ name: 'Topic', query: 'I: ', document: 'I: ', isNull: false });
    const asked = { name: 'set', task: { kind: 'reranking', data: [] } } as const;
    expect(rowsFor(asked, candidates)).toEqual([
      { name: 'Topic', query: 'Q: ', document: 'D: ', isNull: false },
    ]);
  });

  it('equal ones are scored once, and names are unique', () => {
    const twice = [
      candidateOf(lens),
      candidateOf(lens),
      candidateOf({ ...lens, instruction: 'J: ' }),
    ];
    expect(rowsFor(texts, twice).map(({ name }) => name)).toEqual(['Topic', 'Topic (2)']);
  });
});

it('a search has every combination', () => {
  const space = spaceOf({
    ...{ on: true, domains: '', types: 'a\n b \n\nb', objectives: 'x\ny', wordings: '{type}' },
    ...{ endings: [': ', ''], document: '' },
  });
  expect(space.types).toEqual(['a', 'b']);
  expect(countOf(space)).toBe(8);
});
