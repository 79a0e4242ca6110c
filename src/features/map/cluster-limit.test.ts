import { expect, test } from 'vitest';
import type { GroupedText } from '../../workspace/workspace.ts';
import { mostClusters } from './cluster-limit.ts';

const texts = (count: number, labels: number): GroupedText[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ id: `${i}`, text: `${i}`, group: 'A' },
    ...(labels > 0 && { label: `${i % labels}` }),
  }));

test('there are as many clusters as labels to be had, at least 200, and no more than texts', () => {
  expect(mostClusters({ texts: texts(3000, 0) })).toBe(200);
  expect(mostClusters({ texts: texts(3000, 77) })).toBe(200);
  expect(mostClusters({ texts: texts(3000, 350) })).toBe(350);
  expect(mostClusters({ texts: texts(40, 2) })).toBe(40);
  expect(mostClusters({ texts: texts(3000, 1500) })).toBe(1000);
  expect(mostClusters({ texts: [] })).toBe(1);
});
