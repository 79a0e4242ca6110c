import { ENCODINGS } from '../../corpus/tables/encoding-names.ts';
import type { Format, GuessedSettings } from '../../corpus/tables/types.ts';
import { Choice } from './Choice.tsx';
import type { Batch, BatchChange } from './use-batches.ts';

const FORMATS: readonly (readonly [Format, string])[] = [
  ['lines', 'Lines, one text each'],
  ['separated', 'Table (CSV and the like)'],
  ['jsonl', 'JSON, one value per line'],
  ['json', 'JSON, one array or object'],
];

const SEPARATORS: readonly (readonly [string, string])[] = [
  [',', 'Comma ,'],
  [';', 'Semicolon ;'],
  ['\t', 'Tab'],
  ['|', 'Bar |'],
  [':', 'Colon :'],
  ['', 'None: one column'],
];

/** Settings that were guessed for a file, with their alternatives. */
export function TableSettings({
  batch: { name, source, table },
  settings,
  onChange,
}: {
  readonly batch: Batch;
  readonly settings: GuessedSettings;
  readonly onChange: (change: BatchChange) => void;
}) {
  const { format, encoding, separator, quote, header, place, reasons } = settings;
  const encodings = Object.entries(ENCODINGS);
  const separators = SEPARATORS.some(([value]) => value === separator)
    ? SEPARATORS
    : [...SEPARATORS, [separator, `“${separator}”`] as const];
  const places = table?.places ?? [];
  return (
    <fieldset className="table-settings">
      <legend className="visually-hidden">How {name} is read</legend>
      <Choice
        label="Read as"
        testId="format"
        value={format}
        options={FORMATS}
        onChange={(value) =>
          onChange({ format: FORMATS.find(([one]) => one === value)?.[0] ?? 'lines' })
        }
      />
      {encoding !== null && typeof source?.content !== 'string' && (
        <Choice
          label="Encoding"
          testId="encoding"
          value={encoding}
          options={encodings}
          reason={reasons.encoding}
          onChange={(value) => onChange({ encoding: value })}
        />
      )}
      {format === 'separated' && (
        <>
          <Choice
            label="Separator"
            testId="separator"
            value={separator}
            options={separators}
            reason={reasons.separator}
            onChange={(value) => onChange({ separator: value })}
          />
          <Choice
            label="Quotes"
            testId="quote"
            value={quote}
            options={[
              ['"', '"…" wrap cells'],
              ['', 'None: quotes are letters'],
            ]}
            onChange={(value) => onChange({ quote: value === '"' ? '"' : '' })}
          />
        </>
      )}
      {format === 'json' && places.length > 0 && (
        <Choice
          label="Rows in"
          testId="place"
          value={place ?? ''}
          options={[['', 'The file itself'], ...places.map((path) => [path, path] as const)]}
          onChange={(value) => onChange({ place: value === '' ? null : value })}
        />
      )}
      {(format === 'separated' || (table !== null && table.header !== null)) && (
        <label className="tick">
          <input
            type="checkbox"
            data-testid="header"
            checked={header}
            onChange={() => onChange({ header: !header })}
          />
          First row is a header
        </label>
      )}
    </fieldset>
  );
}
