import { expect, test } from 'vitest';
import type { CommandContext } from '../../app/commands/commands.ts';
import { labelOf } from '../../app/commands/perform.ts';
import { shownLensesOf } from '../../app/lenses/shown-lenses.ts';
import { view } from '../../app/view.ts';
import { createWorkspaceStore } from '../../app/workspace.ts';
import { emptyHistory } from '../../workspace/history.ts';
import type { Lens } from '../../workspace/lens.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { lensCommands } from './commands.ts';

const lens = (id: string): Lens => ({
  id,
  name: id,
  colour: 0,
  on: true,
  instruction: '',
  queryInstruction: '',
  documentInstruction: '',
});

function setUp(ids: readonly string[]) {
  const start: Workspace = {
    version: 2,
    name: 'Test',
    lenses: ids.map(lens),
    texts: [],
    queries: [],
    documents: [],
    k: 2,
    projection: 'pca',
  };
  const store = createWorkspaceStore(start);
  store.getState().open({ id: '1', workspace: start, history: emptyHistory, role: 'writer' });
  const context = (): CommandContext => {
    const workspace = store.getState();
    const shown = shownLensesOf(workspace.workspace, view.getState());
    return { workspace, view: view.getState(), shown };
  };
  const offered = () =>
    lensCommands(context()).filter(({ predicate }) => predicate?.(context()) !== false);
  const labels = () => offered().map((command) => labelOf(command, context()));
  const run = (label: string) =>
    offered()
      .find((command) => labelOf(command, context()) === label)!
      .perform(context());
  const order = () =>
    store
      .getState()
      .workspace.lenses.map(({ id }) => id)
      .join('');
  return { store, labels, run, order };
}

test('a lens moves by name, except where there is no further to go, and each move is a step of undo', () => {
  const { store, labels, run, order } = setUp(['A', 'B', 'C']);
  expect(labels()).not.toContain('Move “A” up');
  expect(labels()).not.toContain('Move “C” down');
  run('Move “A” down');
  expect(order()).toBe('BAC');
  run('Move “C” up');
  expect(order()).toBe('BCA');
  store.getState().undo();
  expect(order()).toBe('BAC');
});

test('the shown lens takes a colour by name', () => {
  const { store, run } = setUp(['A', 'B']);
  run('Colour of “A”: Sky blue');
  expect(store.getState().workspace.lenses.map(({ colour }) => colour)).toEqual([4, 0]);
});

test('the last lens stays, and a full workspace takes none more', () => {
  expect(setUp(['A']).labels()).not.toContain('Delete “A”');
  expect(setUp(['A', 'B']).labels()).toContain('Delete “A”');
  expect(setUp(['A']).labels()).toContain('Duplicate “A”');
  const full = setUp([...'ABCDEFGH']).labels();
  expect(full).not.toContain('Duplicate “A”');
  expect(full).not.toContain('Add a lens');
});
