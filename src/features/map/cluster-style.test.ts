import { expect, test } from 'vitest';
import { MOST_MARKS, markOf } from './cluster-style.ts';

const theme = {
  clusters: ['1', '2', '3', '4', '5', '6', '7', '8'],
  muted: 'grey',
  surface: '#ffffff',
};
const name = (cluster: number) => Object.values(markOf(theme, { cluster })).join();

test('two hundred clusters have two hundred marks', () => {
  const names = Array.from({ length: MOST_MARKS }, (_, cluster) => name(cluster));
  expect(new Set(names).size).toBe(MOST_MARKS);
});

test('what is beyond shares a mark that none of them has', () => {
  expect(name(MOST_MARKS)).toBe(name(3 * MOST_MARKS));
  expect(markOf(theme, { cluster: MOST_MARKS }).colour).toBe('grey');
});
