import type { Columns } from '../../corpus/tables/columns.ts';
import type { Table } from '../../corpus/tables/types.ts';
import { TableScroll } from '../panel/TableScroll.tsx';

/** Rows and columns of the preview. */
const ROWS = 8;
const COLUMNS = 12;

/** The first rows of a table, with the use of each column. */
export function TablePreview({
  name,
  table: { names, rows },
  columns,
  takesLabels,
}: {
  readonly name: string;
  readonly table: Table;
  readonly columns: Columns;
  readonly takesLabels: boolean;
}) {
  const roleOf = (column: number) => {
    if (column === columns.text) return 'Text';
    return takesLabels && column === columns.label ? 'Label' : null;
  };
  const all = names.map((_, column) => column);
  const taken = all.filter((column) => column >= COLUMNS - 2 && roleOf(column) !== null);
  const shown = [...all.slice(0, COLUMNS - taken.length), ...taken];
  return (
    <div className="table-preview">
      <TableScroll label={`First rows of ${name}`}>
        <table>
          <thead>
            <tr>
              {shown.map((column) => (
                <th key={column} scope="col" data-role={roleOf(column) ?? undefined}>
                  <bdi>{names[column]}</bdi>
                  {roleOf(column) !== null && <span className="role">{roleOf(column)}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...rows.slice(0, ROWS).entries()].map(([at, row]) => (
              <tr key={at}>
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
      {names.length > shown.length && (
        <p>and {(names.length - shown.length).toLocaleString('en')} more columns</p>
      )}
    </div>
  );
}
