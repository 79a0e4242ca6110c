/** A table of texts and labels as tasks. */

import type { Table } from '../../corpus/tables/types.ts';
import { FormatError } from '../../evaluation/formats/format-error.ts';
import type { Row } from '../../evaluation/formats/json.ts';
import { type NamedData, tasksOfRows } from '../../evaluation/formats/rows.ts';
import { isolated } from '../../lib/isolate.ts';

/** Which columns of a table hold texts and labels. */
interface TableColumns {
  readonly text: string;
  readonly label: string;
}

export interface GivenTable {
  /** Name of the file. */
  readonly name: string;
  readonly table: Table;
  /** Null where the columns' names say what they hold: pairs, scores. */
  readonly columns: TableColumns | null;
}

const TEXT = /^(text|sentence|question|query|utterance|content|title|message|review|document)s?$/i;
const LABEL =
  /^(label|class|category|intent|topic|target|tag|sentiment|gold|y)s?(_?text|_?name)?$/i;
/** Names of columns of pairs, as evaluation/formats/rows.ts reads them. */
const PAIRS = [
  ['sentence1', 'sentence2'],
  ['a', 'b'],
] as const;
const NUMBERS = new Set(['score', 'human']);

/**
 * Guesses the columns: by their names, then by what they hold. @throws FormatError for a table of a single column, which has
 * no labels.
 */
export function guessTable(name: string, table: Table): GivenTable {
  const { names } = table;
  if (isOfPairs(names)) return { name, table, columns: null };
  if (names.length < 2) {
    throw new FormatError(
      name,
      null,
      'a column of texts and one of labels, or the columns sentence1, sentence2 and score or label',
      names.length === 0 ? 'no column' : `the column ${JSON.stringify(names[0])}`,
    );
  }
  const lengths = names.map((_, at) =>
    table.rows.slice(0, 200).reduce((sum, row) => sum + (row[at]?.length ?? 0), 0),
  );
  const longest = names[lengths.indexOf(Math.max(...lengths))]!;
  const text = names.find((each) => TEXT.test(each.trim())) ?? longest;
  const others = names.filter((each) => each !== text);
  const label = others.find((each) => LABEL.test(each.trim())) ?? fewest(table, others);
  return { name, table, columns: { text, label } };
}

function isOfPairs(names: readonly string[]): boolean {
  const has = (name: string) => names.includes(name);
  return (
    PAIRS.some(([a, b]) => has(a) && has(b)) && (has('score') || has('label') || has('labels'))
  );
}

/** The column with the fewest values: labels come again. */
function fewest(table: Table, names: readonly string[]): string {
  const counts = names.map((name) => {
    const at = table.names.indexOf(name);
    const values = new Set(table.rows.flatMap((row) => row[at]?.trim() || []));
    return values.size < 2 ? Number.POSITIVE_INFINITY : values.size;
  });
  return names[counts.indexOf(Math.min(...counts))]!;
}

/**
 * Makes the tasks of a table: classification and clustering of labelled texts, or what its columns are named for.
 * A column "split" parts the rows as in files of rows.
 * @throws FormatError
 */
export function tableTasks({ name, table, columns }: GivenTable): NamedData[] {
  const stem = name.replace(/\.[^.]*(\.gz)?$/, '');
  const rows = table.rows.map((cells, at): Row => {
    // The header is line 1; rows of one line each, as most are.
    const line = at + 1 + (table.header === true ? 1 : 0);
    const fields: Record<string, unknown> = {};
    for (const [column, own] of table.names.entries()) {
      const cell = cells[column];
      if (cell === null || cell === undefined) continue;
      fields[own] = NUMBERS.has(own) ? numberIn(cell) : cell;
    }
    if (columns === null) return { file: name, line, fields };
    const split = typeof fields.split === 'string' && fields.split.trim() !== '';
    return {
      file: name,
      line,
      fields: {
        text: fields[columns.text],
        label: fields[columns.label],
        ...(split && { split: fields.split }),
      },
    };
  });
  if (columns === null) return tasksOfRows(stem, new Map([['', rows]]));
  const complete = rows.filter(({ fields }) => isFilled(fields.text) && isFilled(fields.label));
  if (complete.length === 0) {
    const expected = `texts in “${isolated(columns.text)}” and labels in “${isolated(columns.label)}”`;
    throw new FormatError(name, null, expected, 'no row with both');
  }
  const left = rows.length - complete.length;
  const said = left === 0 ? '' : ` ${left} rows without text or label were left out.`;
  const [classification] = tasksOfRows(stem, new Map([['', complete]]));
  const all = complete.map(({ fields }) => ({
    text: String(fields.text),
    label: String(fields.label),
  }));
  return [
    {
      ...classification!,
      name: `${stem}: classification`,
      ...(`${classification!.note ?? ''}${said}` !== '' && {
        note: `${classification!.note ?? ''}${said}`.trim(),
      }),
    },
    {
      name: `${stem}: clustering`,
      task: { kind: 'clustering', data: all },
      ...(said !== '' && { note: said.trim() }),
    },
  ];
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

/** A number; the text itself where it is none, which the reader then names. */
function numberIn(cell: string): number | string {
  const value = Number(cell);
  return cell.trim() === '' || Number.isNaN(value) ? cell : value;
}
