import { plural } from '../../widgets/format.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** Says that texts of other lists are not shown by a panel of A and B, and what to do; nothing where there are none. */
export function otherLists({
  queries,
  documents,
}: Pick<Workspace, 'queries' | 'documents'>): string {
  const count = queries.length + documents.length;
  if (count === 0) return '';
  return ` The ${plural(count, 'text')} under Queries and Docs ${count === 1 ? 'is' : 'are'} not shown here: Retrieval ranks the documents. To see a text here too, add it to A.`;
}
