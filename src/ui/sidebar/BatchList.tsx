import { Button } from '../shared/Button.tsx';
import { plural } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { TableColumns } from './TableColumns.tsx';
import type { Batch, Batches } from './use-batches.ts';

/** What is about to be added beside what is typed: each file with its count, or what is wrong. */
export function BatchList({
  batches,
  takesLabels,
}: {
  readonly batches: Batches;
  readonly takesLabels: boolean;
}) {
  if (batches.all.length === 0) return null;
  return (
    <ul className="batches" aria-label="Files and pastes">
      {batches.all.map((batch) => (
        <li key={batch.key} data-testid="batch" data-bad={batch.error !== null || undefined}>
          <Summary batch={batch} />
          {batch.retry !== null && <Button onClick={batch.retry}>Try again</Button>}
          <button
            type="button"
            className="icon-button"
            aria-label={`Leave out ${batch.name}`}
            title="Leave out"
            onClick={() => batches.remove(batch.key)}
          >
            <Icon name="close" />
          </button>
          {batch.table !== null && (
            <TableColumns
              name={batch.name}
              {...batch.table}
              takesLabels={takesLabels}
              onChange={(content, columns) => batches.choose(batch.key, content, columns)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

function Summary({ batch: { name, read, progress, table, error } }: { readonly batch: Batch }) {
  if (error !== null) return <p role="alert">{error}</p>;
  if (read === null) {
    return (
      <p>
        Reading {name}… {Math.round(100 * progress)} %
      </p>
    );
  }
  const { items } = read;
  return (
    <p className="ellipsis">
      <b>{name}</b> {items.length === 0 ? 'no texts in it' : plural(items.length, 'text')}
      {table === null && items[0] !== undefined && (
        <>
          : <bdi>{items[0].text.slice(0, 200)}</bdi>
        </>
      )}
    </p>
  );
}
