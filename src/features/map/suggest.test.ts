import { expect, test } from 'vitest';
import { suggestionWords } from './suggest.ts';

const scores = [2, 3, 4].map((k) => ({ k, silhouette: k / 10 }));
const shared = { scores, texts: 3000, sampled: 2000 };

test('a suggestion says among how many numbers, and on how many texts, it is the best', () => {
  expect(suggestionWords({ ...shared, k: 3, most: 4 })).toBe(
    'k = 3 has the highest silhouette of 3 numbers from 2 to 4, on 2,000 texts drawn: 0.30',
  );
});

test('a suggestion that is the upper limit of its range says so', () => {
  expect(suggestionWords({ ...shared, k: 4, most: 4 })).toMatch(/upper limit of the search/);
  // There are no more distinct texts: a larger k is not to be had.
  expect(suggestionWords({ ...shared, k: 4, most: 200 })).not.toMatch(/limit/);
});

test('where no number parts the texts, there are no words for one', () => {
  expect(suggestionWords({ ...shared, k: 1, most: 1, scores: [] })).toBeNull();
});
