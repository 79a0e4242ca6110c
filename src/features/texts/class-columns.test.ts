import { expect, it } from 'vitest';
import { addItems } from '../../workspace/edits.ts';
import { emptyWorkspace } from '../../workspace/workspace.ts';
import { classColumns } from './class-columns.ts';

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
