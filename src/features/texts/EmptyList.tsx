import { openExample } from '../../app/actions.ts';
import { Button } from '../../widgets/Button.tsx';
import type { Group, ListName } from '../../workspace/edits.ts';
import { examples } from '../../workspace/examples.ts';

const LESSONS = {
  A: 'Texts to compare and cluster. Two are enough for a matrix, three for a map.',
  B: 'A second group, compared with A row by column. Without it, A is compared with itself.',
  queries: 'Questions to search the documents with. They have their own instruction.',
  documents: 'Documents that the queries search, ranked by their cosine with the query.',
} as const;

/** Explains the purpose of an empty list and how to fill it. */
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
      <p>Add one, paste many, drop a text file, or open an example:</p>
      <ul className="empty-examples">
        {examples.map((example) => (
          <li key={example.id}>
            <Button look="link" onClick={() => void openExample(example)}>
              {example.name}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
