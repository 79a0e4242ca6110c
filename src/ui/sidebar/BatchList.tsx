import { plural } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import type { Batch, Batches } from './use-batches.ts';

/** What is about to be added beside what is typed: each file with its count, or what is wrong. */
export function BatchList({ batches }: { readonly batches: Batches }) {
  if (batches.all.length === 0) return null;
  return (
    <ul className="batches" aria-label="Files and pastes">
      {batches.all.map((batch) => (
        <li key={batch.key} data-testid="batch" data-bad={batch.error !== null || undefined}>
          <Summary batch={batch} />
          <button
            type="button"
            className="icon-button"
            aria-label={`Leave out ${batch.name}`}
            title="Leave out"
            onClick={() => batches.remove(batch.key)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Summary({ batch: { name, read, error } }: { readonly batch: Batch }) {
  if (error !== null) return <p role="alert">{error}</p>;
  if (read === null) return <p>Reading {name}…</p>;
  const { texts } = read;
  return (
    <p className="ellipsis">
      <b>{name}</b> {texts.length === 0 ? 'no texts in it' : plural(texts.length, 'text')}
      {texts[0] !== undefined && (
        <>
          : <bdi>{texts[0].slice(0, 200)}</bdi>
        </>
      )}
    </p>
  );
}
