import type { Problems, Table } from '../../corpus/tables/types.ts';
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
  table: { problems, blank, counted },
  read,
}: {
  readonly table: Table;
  /** Problems of the texts; null while they are read. */
  readonly read: Problems | null;
}) {
  const unit = counted ?? 'Line';
  return (
    <div className="table-problems">
      {blank > 0 && <p>{plural(blank, 'empty row')} left out</p>}
      <ProblemList
        testId="problems"
        problems={problems}
        unit={unit}
        what={
          counted === 'File'
            ? `${plural(problems.count, 'file')} to check: left out, or read in part`
            : `${plural(problems.count, 'row')} to check: cells are missing, too many, or not readable`
        }
      />
      {read !== null && (
        <ProblemList
          testId="text-problems"
          problems={read}
          unit="Row"
          what={`${plural(read.count, 'row')} to check: the same id, unreadable characters, or very long`}
        />
      )}
    </div>
  );
}

/** The first problems, folded away, and how many more there are. */
function ProblemList({
  testId,
  problems: { count, listed },
  unit,
  what,
}: {
  readonly testId: string;
  readonly problems: Problems;
  readonly unit: 'Line' | 'Row' | 'File';
  readonly what: string;
}) {
  if (count === 0) return null;
  return (
    <details data-testid={testId}>
      <summary>{what}</summary>
      <ul>
        {[...listed.entries()].map(([at, { line, reason }]) => (
          <li key={at}>
            <b>
              {unit} {line.toLocaleString('en')}
            </b>
            : {reason}
          </li>
        ))}
      </ul>
      {count > listed.length && <p>and {(count - listed.length).toLocaleString('en')} more</p>}
    </details>
  );
}
