import { expect, test } from 'vitest';
import { otherModelWords } from './other-model.ts';

const MINI = { name: 'facet-mini', precision: 'int8', fingerprint: 'a' };
const LARGE = { name: 'instructor-large', precision: 'int8', fingerprint: 'b' };

test('a file of another model says which, and which runs', () => {
  expect(otherModelWords(LARGE, MINI)).toMatch(
    /saved with instructor-large, int8\. Here facet-mini, int8 runs, so/,
  );
  expect(otherModelWords(LARGE, null)).toContain('Here no model runs yet');
});

test('the same name at another fingerprint is another model', () => {
  expect(otherModelWords({ ...MINI, fingerprint: 'c' }, MINI)).toContain('saved with facet-mini');
});

test('nothing is said of the same model, or of a file that names none', () => {
  expect(otherModelWords({ ...MINI, name: 'renamed' }, MINI)).toBeNull();
  expect(otherModelWords(null, MINI)).toBeNull();
});
