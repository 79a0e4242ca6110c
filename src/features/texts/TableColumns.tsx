import { useMemo } from 'react';
import { type Surplus, surplusOf } from '../../corpus/tables/columns.ts';
import type { Table } from '../../corpus/tables/types.ts';
import { plural } from '../../widgets/format.ts';
import { Choice } from './Choice.tsx';
import type { BatchChange, TextBatch } from './use-batches.ts';

const SURPLUS: readonly (readonly [Surplus, string])[] = [
  ['keep', 'Ignore the surplus'],
  ['join', 'Join the surplus to the text'],
  ['leave', 'Leave out'],
];

/** Chooses a table's columns, and the treatment of rows that are wider than its header. */
export function TableColumns({
  batch: { name, columns, surplus, read },
  table,
  takesLabels,
  onChange,
}: {
  readonly batch: TextBatch;
  readonly table: Table;
  /** Whether the list keeps labels. */
  readonly takesLabels: boolean;
  readonly onChange: (change: BatchChange) => void;
}) {
  const { names, rows, width } = table;
  const options = names.map((name, index) => [`${index}`, name] as const);
  const wider = useMemo(
    () => rows.filter((row) => surplusOf(row, width) > 0).length,
    [rows, width],
  );
  return (
    // A new reading may change the columns, so the choices wait for it.
    <fieldset className="table-settings" disabled={read === null}>
      <legend className="visually-hidden">Columns to take from {name}</legend>
      <Choice
        label="Texts"
        testId="text-column"
        value={`${columns.text}`}
        options={options}
        onChange={(value) => onChange({ columns: { ...columns, text: Number(value) } })}
      />
      {takesLabels && (
        <Choice
          label="Labels"
          testId="label-column"
          value={columns.label === null ? '' : `${columns.label}`}
          options={[['', 'None'], ...options]}
          onChange={(value) =>
            onChange({ columns: { ...columns, label: value === '' ? null : Number(value) } })
          }
        />
      )}
      {wider > 0 && (
        <Choice
          label={`${plural(wider, 'row')} with more cells`}
          testId="surplus"
          value={surplus}
          options={SURPLUS}
          onChange={(value) =>
            onChange({ surplus: SURPLUS.find(([one]) => one === value)?.[0] ?? 'keep' })
          }
        />
      )}
    </fieldset>
  );
}
