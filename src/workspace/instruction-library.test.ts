import { expect, test } from 'vitest';
import { INSTRUCTION_LIBRARY, promptsTask } from './instruction-library.ts';
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

test('names differ, and retrieval sets both of its sides', () => {
  expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
  for (const { instructions } of entries) {
    const { instruction, queryInstruction, documentInstruction } = instructions;
    expect(queryInstruction === undefined).toBe(documentInstruction === undefined);
    expect(instruction === undefined).toBe(queryInstruction !== undefined);
  }
});

test('a model without prompts adds nothing to the library', () => {
  expect(promptsTask('x', {})).toBeNull();
});

test.each([
  ['query', 'passage'],
  ['query', 'document'],
  ['search_query', 'search_document'],
  ['s2p_query', 'corpus'],
  ['Retrieval-query', 'Retrieval-document'],
])('prompts named %s and %s fill both sides of retrieval', (query, document) => {
  const { task, entries } = promptsTask('e5', { [query]: 'q: ', [document]: 'd: ' })!;
  expect(task).toBe('Prompts of e5');
  expect(entries[0]).toEqual({
    name: `${query} and ${document}`,
    instructions: { queryInstruction: 'q: ', documentInstruction: 'd: ' },
  });
  const alone = entries.slice(1).map(({ instructions }) => Object.keys(instructions).join());
  expect(alone).toEqual(['instruction', 'queryInstruction', 'instruction', 'documentInstruction']);
});

test('a prompt with another name is for texts, kept to the character', () => {
  const { entries } = promptsTask('x', { clustering: 'clustering:\n ' })!;
  expect(entries).toEqual([
    { name: 'clustering', instructions: { instruction: 'clustering:\n ' } },
  ]);
});
