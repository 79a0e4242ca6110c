import type { Table } from '../../corpus/tables/types.ts';
import { plural } from '../../widgets/format.ts';

/** Lists the rows that were not taken whole, and notes on the whole file. */
export function TableProblems({
  table: { problems, notes, blank, rows, header },
}: {
  readonly table: Table;
}) {
  const { count, listed } = problems;
  return (
    <div className="table-problems">
      {rows.length === 0 && header === true && (
        <p role="status">It has a header and no rows below it.</p>
      )}
      {notes.map((note) => (
        <p key={note} role="status">
          {note}
        </p>
      ))}
      {blank > 0 && <p>{plural(blank, 'empty row')} left out</p>}
      {count > 0 && (
        <details data-testid="problems">
          <summary>{plural(count, 'row')} to look at: not as the others, or not readable</summary>
          <ul>
            {[...listed.entries()].map(([at, { line, reason }]) => (
              <li key={at}>
                <b>Line {line}</b>: {reason}
              </li>
            ))}
          </ul>
          {count > listed.length && <p>and {(count - listed.length).toLocaleString('en')} more</p>}
        </details>
      )}
    </div>
  );
}
