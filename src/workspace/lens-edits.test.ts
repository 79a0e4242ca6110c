import { expect, test } from 'vitest';
import type { Lens } from './lens.ts';
import { MOST_LENSES } from './lens.ts';
import {
  addLens,
  changeLens,
  duplicateLens,
  fillLens,
  moveLens,
  removeLens,
} from './lens-edits.ts';
import type { Workspace } from './workspace.ts';

const lens: Lens = {
  id: '1',
  name: 'Topic',
  colour: 1,
  on: false,
  instruction: 'I: ',
  queryInstruction: 'Q: ',
  documentInstruction: 'D: ',
};
const workspace: Workspace = {
  version: 2,
  name: 'Test',
  lenses: [lens, { ...lens, id: '2', name: 'Lens 3', colour: 0 }],
  texts: [],
  queries: [],
  documents: [],
  k: 2,
  projection: 'pca',
};
const ids = ({ lenses }: Workspace) => lenses.map(({ id }) => id);

test('a new lens stands at the end, without an instruction, with its own name and colour', () => {
  const { lenses } = addLens(workspace);
  expect(lenses.slice(0, 2)).toEqual(workspace.lenses);
  expect(lenses[2]).toMatchObject({ name: 'Lens 4', colour: 2, on: true, instruction: '' });
});

test('a workspace holds eight lenses, told apart by colour, and no more', () => {
  let full = workspace;
  for (let i = 0; i < 10; i++) full = addLens(full);
  expect(full.lenses).toHaveLength(MOST_LENSES);
  expect(new Set(full.lenses.map(({ colour }) => colour)).size).toBe(MOST_LENSES);
  expect(new Set(full.lenses.map(({ name }) => name)).size).toBe(MOST_LENSES);
  expect(duplicateLens(full, '1')).toBe(full);
});

test('a copy follows its original and differs in id, colour and name only', () => {
  const { lenses } = duplicateLens(workspace, '1');
  expect(lenses.map(({ name }) => name)).toEqual(['Topic', 'Copy of Topic', 'Lens 3']);
  expect(lenses[1]).toMatchObject({ instruction: 'I: ', documentInstruction: 'D: ', on: true });
  expect(lenses[1]?.id).not.toBe('1');
  expect(lenses[1]?.colour).toBe(2);
});

test('lenses move by one place and not beyond the ends', () => {
  expect(ids(moveLens(workspace, '2', -1))).toEqual(['2', '1']);
  expect(ids(moveLens(workspace, '1', 1))).toEqual(['2', '1']);
  expect(moveLens(workspace, '1', -1)).toBe(workspace);
  expect(moveLens(workspace, '2', 1)).toBe(workspace);
});

test('a lens is removed, but not the last', () => {
  const one = removeLens(workspace, '1');
  expect(ids(one)).toEqual(['2']);
  expect(removeLens(one, '2')).toBe(one);
});

test('a change affects its lens only', () => {
  const { lenses } = changeLens(workspace, '2', { on: true, instruction: 'new' });
  expect(lenses[0]).toBe(lens);
  expect(lenses[1]).toMatchObject({
    id: '2',
    on: true,
    instruction: 'new',
    queryInstruction: 'Q: ',
  });
});

test('an entry of the library sets its own instructions, and replaces only generated names', () => {
  const entry = {
    name: 'Retrieval',
    instructions: { queryInstruction: 'q', documentInstruction: 'd' },
  };
  const [kept, named] = fillLens(fillLens(workspace, '1', entry), '2', entry).lenses;
  expect(kept).toMatchObject({ name: 'Topic', instruction: 'I: ', queryInstruction: 'q' });
  expect(named).toMatchObject({ name: 'Retrieval', documentInstruction: 'd' });
});
