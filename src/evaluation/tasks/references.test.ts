import { expect, it } from 'vitest';
import { rowsOf } from '../../../testing/rows.ts';
import { finish } from '../../analysis/steps.ts';
import { pearson } from '../measures/correlation.ts';
import { billboardTask, summarisationTask } from './references.ts';

const texts = [
  { generated: 'a', references: ['x', 'y'], human: 5 },
  { generated: 'b', references: ['x', 'y'], human: 1 },
  { generated: 'c', references: ['z'], human: 4 },
];

it('billboard scores a text by its nearest reference', () => {
  const generated = rowsOf([3, 4], [0, 2], [1, 1]);
  const references = rowsOf([1, 0], [0, 1], [1, 0], [0.6, -0.8], [1, 0]);
  const found = finish(billboardTask(texts).score([generated, references]));
  // Cosines: (0.6, 0.8), (0, −0.8), 0.707.
  expect(found.measures.pearson).toBeCloseTo(pearson([5, 1, 4], [0.8, 0, Math.SQRT1_2]), 12);
  expect(found.units).toMatchObject({ count: 2, name: 'groups of texts with the same references' });
  // The first group drawn twice, the other once.
  const twice = pearson([5, 1, 5, 1, 4], [0.8, 0, 0.8, 0, Math.SQRT1_2]);
  expect(found.units.statistic(Float64Array.of(2, 1))).toBeCloseTo(twice, 12);
});

it('a text without references, or with a score that is none, is refused', () => {
  const [first, second, third] = texts;
  expect(() => billboardTask([first!, second!, { ...third!, references: [] }])).toThrow(
    'Text 3 has no reference',
  );
  expect(() => billboardTask([first!, { ...second!, human: Number.NaN }, third!])).toThrow(
    'The human score of text 2 is NaN',
  );
});

it('a summary without score is refused', () => {
  const wrong = { humanSummaries: ['h'], machineSummaries: ['m', 'n'], relevance: [1] };
  expect(() => summarisationTask([wrong])).toThrow('Text 1 has 2 machine summaries and 1 scores');
});
