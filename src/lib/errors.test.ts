import { expect, test } from 'vitest';
import { messageOf } from './errors.ts';

test('what was thrown is said in words, whatever it is', () => {
  expect(messageOf(new Error('k is 0'))).toBe('k is 0');
  expect(messageOf('k is 0')).toBe('k is 0');
  // As Emscripten throws.
  expect(messageOf(134218)).toBe('An unknown error occurred (code 134218).');
  for (const thrown of [new Error(''), '', undefined, null, {}]) {
    expect(messageOf(thrown)).toBe('An unknown error occurred.');
  }
});
