import type { Group, ListName } from '../../state/edits.ts';

const LESSONS = {
  A: 'Texts to compare and cluster. Three are enough for a map, two for a matrix.',
  B: 'A second group, compared with A row by column. Without it, A is compared with itself.',
  queries: 'Questions to search the documents with. They have an instruction of their own.',
  documents: 'What the queries search. Each is ranked by its cosine with the query.',
} as const;

/** What a list is for and how it is filled. */
export function EmptyList({
  list,
  group,
}: {
  readonly list: ListName;
  readonly group: Group | null;
}) {
  return (
    <div className="empty">
      <p>{list === 'texts' ? LESSONS[group ?? 'A'] : LESSONS[list]}</p>
      <p>Add one, paste many, or open an example from the menu at the top.</p>
    </div>
  );
}
