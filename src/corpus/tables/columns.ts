/** Chooses the columns of a table that hold its texts and their labels. */
import { isNumber } from './header.ts';
import { LOOKED_AT } from './limits.ts';
import type { CellRow, Table } from './types.ts';

/** Chosen columns of a table, by index. */
export interface Columns {
  readonly text: number;
  /** Column of the labels, or null for none. */
  readonly label: number | null;
}

/**
 * Treatment of a row with more cells than the header names: keep its first cells, join the surplus to
 * the text that a bare separator cut, or leave the row out.
 */
export type Surplus = 'keep' | 'join' | 'leave';

export interface LabelledText {
  readonly text: string;
  readonly label?: string;
  /** The row that it came with, where there is more in it. */
  readonly row?: TextRow;
}

export interface TextRow {
  /** Names of the row's cells, the same list for all rows of a table; null for the cell of the text itself. */
  readonly names: readonly (string | null)[];
  readonly cells: CellRow;
}

export interface TableTexts {
  readonly items: readonly LabelledText[];
  /** Number of rows left out because they have no text. */
  readonly dropped: number;
}

/** Names of text columns, the surest first. */
const TEXT_NAMES = [
  /^texts?$/,
  /^(sentences?|content|document|passage|utterance|body|message)s?$/,
  /^(comment|review|abstract|tweet|post|transcript)(s|[ _-]?text)?$/,
  /^(clean|raw|full|input|text|sentence|doc|document|message)[ _-]?(text|sentence|body|content|1|a|x)$/,
  /^(premise|anchor|query|queries|question|prompt|input|answer|response|caption|summary|description|headline|title)s?$/,
];
const LABEL_NAMES = [
  /^(gold|label|class|category|categories|intent|topic|domain|target|cluster)(s|es)?$/,
  /^(label|class|category|intent|topic)[ _-]?(name|text|str)$/,
  /^(sentiment|emotion|tag|genre|type)s?$/,
];
/** Names of columns that are never texts, however long. */
const OTHER_NAMES =
  /^(_?id|_?key|.*[ _-]id|idx|index|instructions?|__index_level_\d+__|url|uri|link|path|file(name)?|date|time(stamp)?|hash|embedding|vector)$/;

/** Chooses columns as a person would: by name, or the longest texts; labels are a few repeating classes. */
export function guessColumns({ names, rows }: Pick<Table, 'names' | 'rows'>): Columns {
  const seen = rows.slice(0, LOOKED_AT);
  const columns = names.map((name, column) => {
    const values = seen.map((row) => row[column] ?? '').filter((value) => value.trim() !== '');
    return { key: keyOf(name), depth: name.split('.').length, values };
  });
  // An opened array stands beside its elements; skip the array.
  const opened = new Set(
    names.flatMap((name) =>
      [...name.matchAll(/\[\d+\]/g)].map(({ index }) => name.slice(0, index)),
    ),
  );
  const isWhole = (column: number) => !opened.has(names[column] ?? '');
  const holdsTexts = (column: number) => {
    const { values } = columns[column]!;
    return (
      isWhole(column) && (rows.length === 0 || values.some((value) => !isNumber(value.trim())))
    );
  };
  const text = byName(columns, TEXT_NAMES, holdsTexts) ?? longest(columns, holdsTexts) ?? 0;
  const isOther = (column: number) => column !== text;
  const label =
    byName(columns, LABEL_NAMES, (column) => isOther(column) && isWhole(column)) ??
    columns.findIndex(({ key, values }, column) => {
      if (!isOther(column) || OTHER_NAMES.test(key)) return false;
      const different = new Set(values).size;
      const repeats = values.length > 5 && different > 1 && different <= values.length / 2;
      return repeats && isWhole(column) && !values.every((value) => isNumber(value.trim()));
    });
  return { text, label: label === -1 ? null : label };
}

/**
 * The likely treatment of rows with more cells than the header: joined if the surplus reads on after a
 * comma in prose, so that a space begins its cells.
 */
export function guessSurplus(
  { rows, width }: Pick<Table, 'rows' | 'width'>,
  { text }: Columns,
): Surplus {
  let [wider, prose] = [0, 0];
  for (const row of rows) {
    const more = surplusOf(row, width);
    if (more === 0) continue;
    wider += 1;
    if (row.slice(text + 1, text + more + 1).every((cell) => /^ \S/.test(cell ?? ''))) prose += 1;
  }
  return wider > 0 && prose > 0.8 * wider ? 'join' : 'keep';
}

/** Texts of the chosen column with their labels and rows, without rows whose text is blank. */
export function tableTexts(
  { rows, width, names: all }: Pick<Table, 'rows' | 'width' | 'names'>,
  { text, label }: Columns,
  surplus: Surplus = 'keep',
  separator = ',',
): TableTexts {
  const items: LabelledText[] = [];
  const names = all.map((name, column) => (column === text ? null : name));
  const hasMore = names.length > 1;
  for (const whole of rows) {
    const row = takenRow(whole, { width, text, surplus, separator });
    const found = row?.[text] ?? '';
    if (row === null || found.trim() === '') continue;
    const given = label === null ? '' : (row[label] ?? '').trim();
    items.push({
      text: found,
      ...(given !== '' && { label: given }),
      ...(hasMore && { row: { names, cells: row } }),
    });
  }
  return { items, dropped: rows.length - items.length };
}

/**
 * A row as it is taken: with its surplus joined to the cell of the text if that is the treatment; null
 * if it is left out.
 */
export function takenRow(
  row: CellRow,
  {
    width,
    text,
    surplus,
    separator,
  }: {
    readonly width: number;
    readonly text: number;
    readonly surplus: Surplus;
    readonly separator: string;
  },
): CellRow | null {
  const more = surplusOf(row, width);
  if (more === 0) return row;
  if (surplus === 'leave') return null;
  if (surplus === 'keep' || text >= width) return row;
  const after = text + more + 1;
  return [...row.slice(0, text), row.slice(text, after).join(separator), ...row.slice(after)];
}

/** Cells of a row beyond the header's, without the empty ones at the row's end. */
export function surplusOf(row: CellRow, width: number): number {
  let last = row.length;
  while (last > width && row[last - 1]?.trim() === '') last -= 1;
  return Math.max(0, last - width);
}

interface Column {
  /** Last part of the column's path, in lower case. */
  readonly key: string;
  readonly depth: number;
  readonly values: readonly string[];
}

/** The column with the surest name; of equals, the least nested. */
function byName(
  columns: readonly Column[],
  names: readonly RegExp[],
  allows: (column: number) => boolean,
): number | null {
  for (const pattern of names) {
    let best: number | null = null;
    for (const [at, { key, depth }] of columns.entries()) {
      const nearer = best === null || depth < columns[best]!.depth;
      if (pattern.test(key) && nearer && allows(at)) best = at;
    }
    if (best !== null) return best;
  }
  return null;
}

function longest(columns: readonly Column[], allows: (column: number) => boolean): number | null {
  let best: number | null = null;
  let most = -1;
  for (const [at, { key, values }] of columns.entries()) {
    const letters = values.reduce((sum, value) => sum + value.length, 0);
    const links = values.length > 0 && values.every((value) => /^https?:\/\/\S+$/.test(value));
    if (letters <= most || links || OTHER_NAMES.test(key) || !allows(at)) continue;
    best = at;
    most = letters;
  }
  return best;
}

function keyOf(name: string): string {
  return name
    .slice(name.lastIndexOf('.') + 1)
    .replace(/\[\d+\]$/, '')
    .trim()
    .toLowerCase();
}
