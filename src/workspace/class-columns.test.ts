import { expect, it } from 'vitest';
import { classColumns, labelColumn } from './class-columns.ts';
import { addItems, labelBy, withRoles } from './edits.ts';
import { emptyWorkspace } from './workspace.ts';

it('offers the columns that part the texts into classes, and not those of ids or of one value', () => {
  const names = ['id', null, 'topic', 'source', 'mood'];
  const rows = [
    ['1', 'a', 'sea', 'web', 'glad'],
    ['2', 'b', 'sea', 'web', ' '],
    ['3', 'c', 'land', 'web', 'sad'],
  ];
  const texts = rows.map((cells) => ({ text: cells[1]!, row: { names, cells } }));
  const workspace = addItems(emptyWorkspace(), 'texts', texts, 'A');
  // Of the moods no two are alike.
  expect(classColumns(workspace)).toEqual(['topic']);
  expect(classColumns(emptyWorkspace())).toEqual([]);
});

it('offers named columns of labels first, and knows by which one the texts are labelled', () => {
  const names = ['code', null, 'topic'];
  const rows = [
    ['1', 'a', 'sea'],
    ['2', 'b', 'sea'],
  ];
  const texts = rows.map((cells) => ({ text: cells[1]!, row: { names, cells } }));
  const added = addItems(emptyWorkspace(), 'texts', texts, 'A');
  const workspace = withRoles(added, [{ facets: ['code', 'gone'], id: 'code' }], null);
  expect(workspace).toMatchObject({ facets: ['code'], idColumn: 'code' });
  const offered = classColumns(workspace);
  expect(offered).toEqual(['code']);
  expect(labelColumn(workspace, offered)).toBe(null);
  expect(labelColumn(labelBy(workspace, 'code'), offered)).toBe('code');
});
