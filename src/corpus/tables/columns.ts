/** Chooses the columns of a table that hold its texts and their labels. */
import { isolated } from '../../lib/isolate.ts';
import { isNumber } from './header.ts';
import { LOOKED_AT, ProblemList } from './limits.ts';
import type { CellRow, Problems, Table } from './types.ts';

/** Chosen columns of a table, by index. */
export interface Columns {
  readonly text: number;
  /** Template that joins several columns to the text, "{title}\n{body}"; the column of texts alone without one. */
  readonly template?: string | null;
  /** Column of the labels, or null for none. */
  readonly label: number | null;
  /** Further columns of labels, which a person may take for the truth later. */
  readonly facets?: readonly number[];
  /** Column whose cells name the rows. */
  readonly id?: number | null;
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
  /** Rows to check, counted from 1 without the header: of the same id, with unreadable characters, very long. */
  readonly problems: Problems;
  /** Names of the columns of labels, the first of them the labels' own; and of the column of ids. */
  readonly roles: ColumnRoles;
}

export interface ColumnRoles {
  readonly facets: readonly string[];
  readonly id: string | null;
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
const ID_NAMES = [/^_?id$/, /^(uid|uuid|guid|key|_key)$/, /^.+([ _-]id|Id|ID)$/, /^(idx|index)$/];
/** Most columns that are guessed to hold further labels. */
const MOST_FACETS = 5;
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
  const holdsClasses = ({ key, values }: Column, column: number) => {
    if (!isOther(column) || OTHER_NAMES.test(key)) return false;
    const different = new Set(values).size;
    const repeats = values.length > 5 && different > 1 && different <= values.length / 2;
    return repeats && isWhole(column) && !values.every((value) => isNumber(value.trim()));
  };
  const named = byName(columns, LABEL_NAMES, (column) => isOther(column) && isWhole(column));
  const found = named ?? columns.findIndex(holdsClasses);
  const label = found === -1 ? null : found;
  const facets = [...columns.keys()]
    .filter((column) => column !== label && holdsClasses(columns[column]!, column))
    .slice(0, MOST_FACETS);
  const id = byName(columns, ID_NAMES, (column) => {
    const { values } = columns[column]!;
    return isOther(column) && column !== label && new Set(values).size === values.length;
  });
  return { text, label, facets, id };
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

/** Characters of a text from which on it is a problem: no model reads the most of it. */
const LONG = 1_000_000;

/** Texts of the chosen columns with their labels and rows, without rows whose text is blank. */
export function tableTexts(
  table: Pick<Table, 'rows' | 'width' | 'names' | 'path'>,
  columns: Columns,
  surplus: Surplus = 'keep',
  separator = ',',
): TableTexts {
  const { rows, width, names: all, path } = table;
  const { text, label, template = null, id = null, facets = [] } = columns;
  const items: LabelledText[] = [];
  const problems = new ProblemList();
  const seen = new Map<string, number>();
  // A text of several columns does not stand for any of them.
  const own = all.map((name, column) => (column === text && template === null ? null : name));
  const names = path === undefined ? own : [freeName('path', own), ...own];
  const hasMore = names.length > 1 || template !== null;
  const render = template === null ? null : templateOf(template, all);
  for (const [at, whole] of rows.entries()) {
    const row = takenRow(whole, { width, text, surplus, separator });
    if (row === null) continue;
    const found = render === null ? (row[text] ?? '') : render(row);
    const name = id === null ? '' : (row[id] ?? '').trim();
    if (name !== '') {
      const before = seen.get(name);
      if (before === undefined) seen.set(name, at + 1);
      else {
        problems.add(
          at + 1,
          `its id “${isolated(name.slice(0, 100))}” is that of row ${before.toLocaleString('en')} too`,
        );
      }
    }
    if (found.trim() === '') continue;
    if (found.includes('\ufffd')) {
      problems.add(at + 1, 'its text has characters that could not be read, and stand as �');
    }
    if (found.length > LONG) {
      const many = found.length.toLocaleString('en');
      problems.add(at + 1, `its text has ${many} characters; a model reads only the beginning`);
    }
    const given = label === null ? '' : (row[label] ?? '').trim();
    const cells = path === undefined ? row : [path, ...row];
    items.push({
      text: found,
      ...(given !== '' && { label: given }),
      ...(hasMore && { row: { names, cells } }),
    });
  }
  const kept = (column: number | null) => (column === null ? null : (own[column] ?? null));
  return {
    items,
    dropped: rows.length - items.length,
    problems: problems.end(),
    roles: {
      facets: [label, ...facets].flatMap((column) => kept(column) ?? []),
      id: kept(id),
    },
  };
}

function freeName(name: string, names: readonly (string | null)[]): string {
  return names.includes(name) ? freeName(`_${name}`, names) : name;
}

/**
 * Fills a template with the cells of a row: "{title}" stands for the cell of the column "title". What is no column's name
 * stays as it is.
 */
export function templateOf(template: string, names: readonly string[]): (row: CellRow) => string {
  const parts = template.split(/\{([^{}]*)\}/);
  const columns = parts.map((part, at) => (at % 2 === 1 ? names.indexOf(part) : -1));
  return (row) =>
    parts
      .map((part, at) => {
        if (at % 2 === 0) return part;
        const column = columns[at]!;
        return column === -1 ? `{${part}}` : (row[column] ?? '');
      })
      .join('')
      .trim();
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
