import { useMemo } from 'react';
import { type Columns, type Surplus, surplusOf } from '../../corpus/tables/columns.ts';
import type { Table } from '../../corpus/tables/types.ts';
import { plural } from '../../widgets/format.ts';
import { Choice } from './Choice.tsx';
import { TemplateField } from './TemplateField.tsx';
import type { BatchChange, TextBatch } from './use-batches.ts';

/** Most columns that are offered as further labels. */
const MOST_OFFERED = 60;

const SURPLUS: readonly (readonly [Surplus, string])[] = [
  ['keep', 'Ignore the surplus'],
  ['join', 'Join the surplus to the text'],
  ['leave', 'Leave out'],
];

/** Value of the choice that joins columns; no column has it for its number. */
const JOINED = 'joined';

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
      <legend className="visually-hidden">
        Columns to take from <bdi>{name}</bdi>
      </legend>
      <Choice
        label="Texts"
        testId="text-column"
        value={columns.template == null ? `${columns.text}` : JOINED}
        options={names.length > 1 ? [...options, [JOINED, 'Several columns, joined']] : options}
        onChange={(value) =>
          onChange({
            columns:
              value === JOINED
                ? { ...columns, template: firstTemplate(names, columns.text) }
                : { ...columns, text: Number(value), template: null },
          })
        }
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
      {takesLabels && columns.label !== null && names.length > 2 && (
        <FurtherLabels names={names} columns={columns} onChange={onChange} />
      )}
      {names.length > 1 && (
        <Choice
          label="Ids"
          testId="id-column"
          value={columns.id == null ? '' : `${columns.id}`}
          options={[['', 'None'], ...options]}
          onChange={(value) =>
            onChange({ columns: { ...columns, id: value === '' ? null : Number(value) } })
          }
        />
      )}
      {columns.template != null && (
        <TemplateField
          template={columns.template}
          names={names}
          onChange={(template) => onChange({ columns: { ...columns, template } })}
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

/** A title before the text, if there is one; else the text and the column after it. */
function firstTemplate(names: readonly string[], text: number): string {
  const title = names.findIndex(
    (name, at) => at !== text && /^(title|headline|subject)$/i.test(name),
  );
  const other = title === -1 ? (text + 1) % names.length : title;
  const [first, second] = title === -1 ? [text, other] : [other, text];
  return `{${names[first]}}\n{${names[second]}}`;
}

/** Ticks further columns of labels: any of them can be taken for the truth later. */
function FurtherLabels({
  names,
  columns,
  onChange,
}: {
  readonly names: readonly string[];
  readonly columns: Columns;
  readonly onChange: (change: BatchChange) => void;
}) {
  const { facets = [] } = columns;
  const toggle = (column: number) => {
    const rest = facets.filter((one) => one !== column);
    onChange({
      columns: { ...columns, facets: rest.length === facets.length ? [...facets, column] : rest },
    });
  };
  return (
    <details className="further-labels" data-testid="further-labels">
      <summary>
        {facets.length === 0 ? 'Further labels' : `Further labels (${facets.length})`}
      </summary>
      <p>Columns that can take the place of the labels later, without reading the file again.</p>
      {[...names.entries()]
        .filter(([at]) => at !== columns.label && at !== columns.text)
        .slice(0, MOST_OFFERED)
        .map(([at, name]) => (
          <label className="tick" key={at}>
            <input type="checkbox" checked={facets.includes(at)} onChange={() => toggle(at)} />
            <bdi>{name}</bdi>
          </label>
        ))}
    </details>
  );
}
