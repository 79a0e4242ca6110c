import type { Table } from '../../corpus/tables/types.ts';
import { plural } from '../../widgets/format.ts';

/** Sentences about the file as a whole: that it is empty, and what was replaced or left out. */
export function TableNotes({ table: { notes, rows, header, blank } }: { readonly table: Table }) {
  const without =
    header === true
      ? 'It has a header and no rows below it.'
      : blank > 0
        ? 'It has only empty rows.'
        : 'It holds no rows.';
  const all = rows.length === 0 ? [without, ...notes] : notes;
  return (
    <div className="table-problems">
      {all.map((note) => (
        <p key={note} role="status">
          {note}
        </p>
      ))}
    </div>
  );
}

/** Says of every row that was not taken whole what is wrong with it. */
export function TableProblems({
  table: { problems, blank, counted = 'Line' },
}: {
  readonly table: Table;
}) {
  const { count, listed } = problems;
  return (
    <div className="table-problems">
      {blank > 0 && <p>{plural(blank, 'empty row')} left out</p>}
      {count > 0 && (
        <details data-testid="problems">
          <summary>
            {plural(count, 'row')} to check: cells are missing, too many, or not readable
          </summary>
          <ul>
            {[...listed.entries()].map(([at, { line, reason }]) => (
              <li key={at}>
                <b>
                  {counted} {line.toLocaleString('en')}
                </b>
                : {reason}
              </li>
            ))}
          </ul>
          {count > listed.length && <p>and {(count - listed.length).toLocaleString('en')} more</p>}
        </details>
      )}
    </div>
  );
}
