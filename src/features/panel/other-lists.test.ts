import { expect, it } from 'vitest';
import { otherLists } from './other-lists.ts';

it('says what to do with texts that a panel of A and B leaves out', () => {
  const item = { id: 'd', text: 'A document.' };
  expect(otherLists({ queries: [], documents: [] })).toBe('');
  expect(otherLists({ queries: [], documents: [item] })).toBe(
    ' The 1 text under Queries and Docs is not shown here: Retrieval ranks the documents. To see a text here too, add it to A.',
  );
  expect(otherLists({ queries: [item], documents: [item] })).toContain('The 2 texts under');
});
