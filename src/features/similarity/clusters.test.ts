import { expect, test } from 'vitest';
import { item } from '../../../testing/plots.ts';
import { closestClusters } from './cluster-pairs.ts';
import { clusterLines, groupsOf, ordered, reordered, typicalTexts, withTexts } from './clusters.ts';

const means = Float32Array.of(0.9, 0.1, 0.5, 0.1, 0.8, 0.2, 0.5, 0.2, 0.7);
const items = [item(1, 'a'), item(2, 'b'), item(1, 'c', 'B'), item(3, 'd'), item(4, 'e')];
const side = {
  clusters: { k: 3, assignments: Int32Array.of(0, 2, 0, 0, 1) },
  terms: [[{ term: 'card' }, { term: 'pin' }, { term: 'bank' }], [], [{ term: 'taxi' }]],
};

test('like clusters stand together, from the largest on', () => {
  const order = ordered(means, 3);
  expect(order).toEqual([0, 2, 1]);
  const values = [...reordered(means, 3, order, order)].map((value) => Number(value.toFixed(1)));
  expect(values).toEqual([0.9, 0.5, 0.1, 0.5, 0.7, 0.2, 0.1, 0.2, 0.8]);
  expect(ordered(new Float32Array(4).fill(Number.NaN), 2)).toEqual([0, 1]);
});

test('a cluster without texts of a group has no line and no cells', () => {
  const columns = withTexts([0, 2, 1], groupsOf(items, side, 'B'));
  expect(columns).toEqual([0]);
  const rows = withTexts([0, 2, 1], groupsOf(items, side, 'A'));
  expect(rows).toEqual([0, 2, 1]);
  const values = [...reordered(means, 3, rows, columns)].map((value) => Number(value.toFixed(1)));
  expect(values).toEqual([0.9, 0.5, 0.1]);
});

test('a line names its cluster and has its texts of the group', () => {
  const groups = groupsOf(items, side, 'A');
  expect([...groups]).toEqual([0, 2, -1, 0, 1]);
  const lines = clusterLines(items, side, groups, [0, 2, 1]);
  expect(lines.map(({ name, text, texts }) => [name, text, texts])).toEqual([
    ['1', 'card · pin', ['a', 'd']],
    ['3', 'taxi', ['b']],
    ['2', 'Cluster 2', ['e']],
  ]);
  const typicality = Float32Array.of(0.2, 0, 0.9, 0.4, 0);
  expect(typicalTexts(items, groups, 0, { typicality }, 1).map(({ text }) => text)).toEqual(['d']);
});

test('pairs of clusters come once, without those that have no mean', () => {
  const lines = clusterLines(items, side, groupsOf(items, side, 'A'), [0, 1, 2]);
  const sides = [{ lens: 'one', values: means.with(8, Number.NaN) }] as const;
  const pairs = closestClusters({ rows: lines, columns: lines, self: true, sides }, false, 3);
  expect(pairs.map(({ row, column }) => [row, column])).toEqual([
    [0, 0],
    [1, 1],
    [0, 2],
  ]);
});
