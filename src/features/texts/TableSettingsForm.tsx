import { ENCODINGS } from '../../corpus/tables/encoding-names.ts';
import type { Format, GuessedSettings, Quote } from '../../corpus/tables/types.ts';
import { plural } from '../../widgets/format.ts';
import { Choice } from './Choice.tsx';
import { SeparatorChoice } from './SeparatorChoice.tsx';
import type { BatchChange, TextBatch } from './use-batches.ts';

const FORMATS: readonly (readonly [Format, string])[] = [
  ['lines', 'Lines, one text each'],
  ['files', 'The whole file, one text'],
  ['separated', 'Table (CSV and the like)'],
  ['jsonl', 'JSON, one value per line'],
  ['json', 'JSON, one array or object'],
];

const DOCUMENTS: readonly (readonly [Format, string])[] = [
  ['files', 'Files, one text each'],
  ['file-lines', 'Lines, one text each'],
];

const QUOTES: readonly (readonly [Quote, string])[] = [
  ['"', '"…" wrap cells'],
  ['\\"', '"…" wrap cells, \\" is a quote'],
  ["'", "'…' wrap cells"],
  ['', 'None: quotes are letters'],
];

/** Most lines that can be skipped at the top. */
const SKIPPED = 20;

/** Shows the guessed settings of a file, with their alternatives. */
export function TableSettingsForm({
  batch: { name, source, table },
  settings,
  onChange,
}: {
  readonly batch: TextBatch;
  readonly settings: GuessedSettings;
  readonly onChange: (change: BatchChange) => void;
}) {
  const { format, encoding, separator, quote, skip, header, place, reasons } = settings;
  // Parquet says itself how it is read.
  if (format === 'parquet') return null;
  const formats = source?.documents === undefined ? FORMATS : DOCUMENTS;
  const encodings = Object.entries(ENCODINGS);
  const places = table?.places ?? [];
  return (
    <fieldset className="table-settings">
      <legend className="visually-hidden">
        How <bdi>{name}</bdi> is read
      </legend>
      <Choice
        label="Read as"
        testId="format"
        value={format}
        options={formats}
        onChange={(value) =>
          onChange({ format: formats.find(([one]) => one === value)?.[0] ?? 'lines' })
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
          <SeparatorChoice
            separator={separator}
            reason={reasons.separator}
            onChange={(value) => onChange({ separator: value })}
          />
          <Choice
            label="Quotes"
            testId="quote"
            value={quote}
            options={QUOTES}
            onChange={(value) =>
              onChange({ quote: QUOTES.find(([one]) => one === value)?.[0] ?? '"' })
            }
          />
          <Choice
            label="Skip at the top"
            testId="skip"
            value={`${skip}`}
            options={Array.from({ length: Math.max(SKIPPED, skip) + 1 }, (_, lines) => [
              `${lines}`,
              lines === 0 ? 'Nothing' : plural(lines, 'line'),
            ])}
            onChange={(value) => onChange({ skip: Number(value) })}
          />
        </>
      )}
      {format === 'json' && places.length > 0 && (
        <Choice
          label="Rows in"
          testId="place"
          value={place ?? ''}
          options={[
            ['', 'The file itself'],
            ...places.map((path) => [path, placeName(path)] as const),
          ]}
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
      {format === 'separated' && reasons.header === 'unsure' && (
        <p className="doubt" data-testid="header-doubt">
          {header
            ? 'The first row is taken as a header: is it a text?'
            : 'The first row is taken as a text: is it a header?'}
        </p>
      )}
    </fieldset>
  );
}

/** Names a place of rows: "data{}" has a row per key. */
function placeName(path: string): string {
  const found = /^(.*)\{(columns|split)?\}$/s.exec(path);
  if (found === null) return path;
  const where = found[1] === '' ? 'The file' : `${found[1]}`;
  const how = { columns: 'a column per key', split: 'columns, index and data' };
  return `${where}: ${how[found[2] as keyof typeof how] ?? 'a row per key'}`;
}
