import { type Columns, guessColumns, type Table, toggleHeader } from '../../data/table-file.ts';

/** Rows shown of a table before it is added. */
const PREVIEW = 3;

/** Which columns of a table are taken, with its first rows. */
export function TableColumns({
  name,
  content,
  columns,
  takesLabels,
  onChange,
}: {
  readonly name: string;
  readonly content: Table;
  readonly columns: Columns;
  /** Whether the list keeps labels. */
  readonly takesLabels: boolean;
  readonly onChange: (content: Table, columns: Columns) => void;
}) {
  const options = content.names.map((column, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
    <option key={index} value={index}>
      {column}
    </option>
  ));
  const { text, label } = columns;
  return (
    <div className="table-columns">
      <label>
        Texts
        <select
          className="select"
          data-testid="text-column"
          aria-label={`Column of ${name} with the texts`}
          value={text}
          onChange={(event) => onChange(content, { ...columns, text: Number(event.target.value) })}
        >
          {options}
        </select>
      </label>
      {takesLabels && (
        <label>
          Labels
          <select
            className="select"
            data-testid="label-column"
            aria-label={`Column of ${name} with the labels`}
            value={label ?? ''}
            onChange={({ target: { value } }) =>
              onChange(content, { ...columns, label: value === '' ? null : Number(value) })
            }
          >
            <option value="">None</option>
            {options}
          </select>
        </label>
      )}
      {content.header !== null && (
        <label className="tick">
          <input
            type="checkbox"
            checked={content.header}
            onChange={() => {
              const other = toggleHeader(content);
              // The columns stay where they are; without any so far, guess.
              onChange(other, text < other.names.length ? columns : guessColumns(other));
            }}
          />
          First row is a header
        </label>
      )}
      <ul aria-label={`First rows of ${name}`}>
        {content.rows.slice(0, PREVIEW).map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
          <li key={at} className="ellipsis">
            {takesLabels && label !== null && <b dir="auto">{(row[label] ?? '').slice(0, 60)}</b>}
            <bdi>{(row[text] ?? '').slice(0, 200)}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}
