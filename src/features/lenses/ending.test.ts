import { expect, test } from 'vitest';
import { endingProblem } from './ending.ts';

test.each(['', '   ', 'Represent the title: '])('"%s" ends as in training', (instruction) => {
  expect(endingProblem(instruction)).toBeNull();
});

test.each([
  ['Represent the title:', 'Represent the title: '],
  ['Represent the title:\t', 'Represent the title: '],
  ['Represent the title', 'Represent the title: '],
  ['Represent the title ', 'Represent the title: '],
])('"%s" is mended to "%s"', (instruction, fixed) => {
  expect(endingProblem(instruction)?.fixed).toBe(fixed);
});
