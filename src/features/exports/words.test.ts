import { expect, it } from 'vitest';
import { emptyWorkspace } from '../../workspace/workspace.ts';
import { firstFilled } from './words.ts';

it('an export is at first of the first list that has texts', () => {
  const item = { id: 'd', text: 'A document.' };
  const workspace = { ...emptyWorkspace(), texts: [] };
  expect(firstFilled(workspace)).toBe('texts');
  expect(firstFilled({ ...workspace, documents: [item] })).toBe('documents');
  expect(firstFilled({ ...workspace, queries: [item], documents: [item] })).toBe('queries');
});
