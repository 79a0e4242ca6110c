import { isolated } from '../../lib/isolate.ts';
import { Button } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import { Icon } from '../../widgets/Icon.tsx';
import { TableColumns } from './TableColumns.tsx';
import { TablePreview } from './TablePreview.tsx';
import { TableNotes, TableProblems } from './TableProblems.tsx';
import { TableSettingsForm } from './TableSettingsForm.tsx';
import type { BatchChange, Batches, TextBatch } from './use-batches.ts';

/** Lists the files and large pastes that wait to be added, each with its number of texts or its fault. */
export function BatchList({
  batches,
  takesLabels,
}: {
  readonly batches: Batches;
  readonly takesLabels: boolean;
}) {
  return (
    <ul className="batches" aria-label="Files and pastes">
      {batches.all.map((batch) => (
        <li key={batch.key} data-testid="batch" data-bad={batch.error !== null || undefined}>
          <Summary batch={batch} />
          {batch.retry !== null && <Button onClick={batch.retry}>Try again</Button>}
          <button
            type="button"
            className="icon-button"
            aria-label={`Leave out ${isolated(batch.name)}`}
            title="Leave out"
            onClick={() => batches.remove(batch.key)}
          >
            <Icon name="close" />
          </button>
          <Details
            batch={batch}
            takesLabels={takesLabels}
            onChange={(change) => batches.alter(batch, change)}
          />
        </li>
      ))}
    </ul>
  );
}

function Details({
  batch,
  takesLabels,
  onChange,
}: {
  readonly batch: TextBatch;
  readonly takesLabels: boolean;
  readonly onChange: (change: BatchChange) => void;
}) {
  const { name, settings, table, columns, error } = batch;
  if (settings === null) return null;
  const known = error === null ? table : null;
  const isTable = known !== null && known.names.length > 0 && !isPlain(batch);
  return (
    <>
      <TableSettingsForm batch={batch} settings={settings} onChange={onChange} />
      {known !== null && <TableNotes table={known} />}
      {isTable && (
        <>
          <TableColumns batch={batch} table={known} takesLabels={takesLabels} onChange={onChange} />
          <TablePreview
            name={name}
            table={known}
            columns={columns}
            surplus={batch.surplus}
            separator={settings.separator}
            takesLabels={takesLabels}
          />
        </>
      )}
      {known !== null && <TableProblems table={known} read={batch.read?.problems ?? null} />}
    </>
  );
}

/** Whether a batch is texts without columns beside them. */
function isPlain({ source, settings }: TextBatch): boolean {
  const format = settings?.format;
  return format === 'lines' || (format === 'files' && source?.documents === undefined);
}

function Summary({ batch }: { readonly batch: TextBatch }) {
  const { name, read, progress, error } = batch;
  if (error !== null) return <p role="alert">{error}</p>;
  if (read === null) {
    return (
      <p>
        Reading <bdi>{name}</bdi>… {Math.round(100 * progress)} %
      </p>
    );
  }
  const { items } = read;
  return (
    <p className="ellipsis">
      <b>
        <bdi>{name}</bdi>
      </b>{' '}
      {items.length === 0 ? 'no texts in it' : plural(items.length, 'text')}
      {isPlain(batch) && items[0] !== undefined && (
        <>
          : <bdi>{items[0].text.slice(0, 200)}</bdi>
        </>
      )}
    </p>
  );
}
