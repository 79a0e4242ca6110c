import { expect, it } from 'vitest';
import { rowsOf, topicRows } from '../../../testing/rows.ts';
import { finish } from '../steps.ts';
import { meanCosines } from './mean-cosines.ts';
import { similarity } from './similarity.ts';

it('the mean of each two groups is that of their pairs, without a text and itself', () => {
  const rows = topicRows({ seed: 5, count: 40, dim: 12, topics: 3, spread: 1 });
  const groups = Int32Array.from({ length: 40 }, (_, i) => (i % 4 === 3 ? -1 : i % 4));
  const columns = Int32Array.from({ length: 40 }, (_, i) => (i < 20 ? -1 : i % 3));
  const { means } = finish(meanCosines(rows, { rows: groups, columns, count: 3 }));
  const cosines = finish(similarity(rows, rows));
  for (let a = 0; a < 3; a++) {
    for (let b = 0; b < 3; b++) {
      const pairs = [...cosines].filter((_, at) => {
        const [i, j] = [Math.floor(at / 40), at % 40];
        return i !== j && groups[i] === a && columns[j] === b;
      });
      const mean = pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
      expect(means[a * 3 + b]).toBeCloseTo(mean, 5);
    }
  }
});

it('a group of one text has no pair with itself; the most typical text is nearest to the others', () => {
  const rows = rowsOf([1, 0], [0.8, 0.6], [0.6, 0.8], [0, -1]);
  const groups = Int32Array.of(0, 0, 0, 1);
  const { means, typicality } = finish(
    meanCosines(rows, { rows: groups, columns: groups, count: 2 }),
  );
  expect(means[3]).toBeNaN();
  expect(means[0]).toBeCloseTo((0.8 + 0.6 + 0.96) / 3, 6);
  expect(typicality.indexOf(Math.max(...typicality.subarray(0, 3)))).toBe(1);
});

it('refuses groups that are not of the texts', () => {
  const groups = { rows: new Int32Array(2), columns: new Int32Array(1), count: 1 };
  expect(() => finish(meanCosines(rowsOf([1, 0], [0, 1]), groups))).toThrow(/columns has 1 groups/);
});
