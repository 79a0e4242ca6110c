import { expect, test } from 'vitest';
import { ago } from './words.ts';

test.each([
  [0, 'just now'],
  [-5, 'just now'],
  [59, 'just now'],
  [60, '1 minute ago'],
  [3599, '60 minutes ago'],
  [3600, '1 hour ago'],
  [86_400, 'yesterday'],
  [3 * 86_400, '3 days ago'],
  [21 * 86_400, '3 weeks ago'],
  [100 * 86_400, '3 months ago'],
  [800 * 86_400, '2 years ago'],
])('%d seconds are %s', (seconds, words) => {
  expect(ago(1e12 - seconds * 1000, 1e12)).toBe(words);
});
