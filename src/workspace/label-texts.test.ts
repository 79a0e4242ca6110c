import { expect, test } from 'vitest';
import { labelTexts, removeItems } from './edits.ts';
import { emptyWorkspace, type Workspace } from './workspace.ts';

const workspace: Workspace = {
  ...emptyWorkspace(),
  texts: [
    { id: '1', text: 'one', group: 'A', label: 'old' },
    { id: '2', text: 'two', group: 'A' },
    { id: '3', text: 'one', group: 'B' },
  ],
  queries: [{ id: '1', text: 'one' }],
};
const labels = ({ texts }: Workspace) => texts.map(({ label }) => label);

test('all texts of the wordings get the label, and lose it with an empty one', () => {
  const labelled = labelTexts(workspace, ['one'], 'new');
  expect(labels(labelled)).toEqual(['new', undefined, 'new']);
  expect(labelled.queries).toBe(workspace.queries);
  expect(labels(labelTexts(labelled, ['one', 'two'], ''))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('labels that are so already are no edit', () => {
  expect(labelTexts(workspace, ['two'], '')).toBe(workspace);
});

test('texts are removed from one list by their ids', () => {
  const left = removeItems(workspace, 'texts', new Set(['1', '3']));
  expect(left.texts.map(({ id }) => id)).toEqual(['2']);
  expect(left.queries).toHaveLength(1);
});
