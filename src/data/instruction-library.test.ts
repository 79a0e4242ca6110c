import { expect, test } from 'vitest';
import { INSTRUCTION_LIBRARY } from './instruction-library.ts';
import { parseInstruction } from './template.ts';

const entries = INSTRUCTION_LIBRARY.flatMap((task) => task.entries);

test('every instruction fits the template, so that its fields can be edited', () => {
  for (const { instructions } of entries) {
    expect(Object.keys(instructions).length).toBeGreaterThan(0);
    for (const instruction of Object.values(instructions)) {
      expect(parseInstruction(instruction), instruction).not.toBeNull();
    }
  }
});

test('names are told apart, and retrieval sets both of its sides', () => {
  expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
  for (const { instructions } of entries) {
    const { instruction, queryInstruction, documentInstruction } = instructions;
    expect(queryInstruction === undefined).toBe(documentInstruction === undefined);
    expect(instruction === undefined).toBe(queryInstruction !== undefined);
  }
});
