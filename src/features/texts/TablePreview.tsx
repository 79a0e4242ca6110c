import { type Columns, type Surplus, takenRow, templateOf } from '../../corpus/tables/columns.ts';
import type { Table } from '../../corpus/tables/types.ts';
import { isolated } from '../../lib/isolate.ts';
import { TableScroll } from '../panel/TableScroll.tsx';

/** Rows and columns of the preview. */
const ROWS = 8;
const COLUMNS = 12;

/** The first rows of a table, with the use of each column. */
export function TablePreview({
  name,
  table: { names, rows, width },
  columns,
  surplus,
  separator,
  takesLabels,
}: {
  readonly name: string;
  readonly table: Table;
  readonly columns: Columns;
  readonly surplus: Surplus;
  readonly separator: string;
  readonly takesLabels: boolean;
}) {
  const { template = null } = columns;
  const roleOf = (column: number) => {
    if (template === null && column === columns.text) return 'Text';
    if (column === columns.id) return 'Id';
    if (takesLabels && column === columns.label) return 'Label';
    return takesLabels && columns.facets?.includes(column) ? 'Further label' : null;
  };
  const joined = template === null ? null : templateOf(template, names);
  // Shows the rows as they will be added.
  const taken = rows
    .slice(0, 2 * ROWS)
    .flatMap((row) => {
      const whole = takenRow(row, { width, text: columns.text, surplus, separator });
      return whole === null ? [] : [whole];
    })
    .slice(0, ROWS);
  // Surplus that was joined or left out leaves its columns without cells.
  const used = surplus === 'keep' || columns.text >= width ? names.length : width;
  const all = names
    .map((_, column) => column)
    .filter((column) => column < used || roleOf(column) !== null);
  const far = all.filter((column) => column >= COLUMNS - 2 && roleOf(column) !== null);
  const shown = [...new Set([...all.slice(0, COLUMNS - far.length), ...far])];
  return (
    <div className="table-preview">
      <TableScroll label={`First rows of ${isolated(name)}`}>
        <table>
          <thead>
            <tr>
              {joined !== null && (
                <th scope="col" data-role="Text">
                  Joined
                  <span className="role">Text</span>
                </th>
              )}
              {shown.map((column) => (
                <th key={column} scope="col" data-role={roleOf(column) ?? undefined}>
                  <bdi>{(names[column] ?? '').slice(0, 200)}</bdi>
                  {roleOf(column) !== null && <span className="role">{roleOf(column)}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...taken.entries()].map(([at, row]) => (
              <tr key={at}>
                {joined !== null && (
                  <td data-role="Text" dir="auto" data-testid="joined-text">
                    {joined(row).slice(0, 200)}
                  </td>
                )}
                {shown.map((column) => (
                  <td key={column} data-role={roleOf(column) ?? undefined} dir="auto">
                    {(row[column] ?? '').slice(0, 200)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {all.length > shown.length && (
        <p>and {(all.length - shown.length).toLocaleString('en')} more columns</p>
      )}
    </div>
  );
}
