/** Which texts a table shows, and in what order. */
import { placeOfWords, wordsOf } from '../../app/find-texts.ts';
import { sortInTurns } from '../../lib/sort-in-turns.ts';
import { giveTurn } from '../../lib/turns.ts';
import type { TableResult, TableText } from './result.ts';

/** What the rows are sorted by: a column that came with them, by its number, or what Facet knows. */
export type SortKey = 'text' | 'label' | number;

export interface Sort {
  readonly key: SortKey;
  readonly descending: boolean;
}

const TURN_ROWS = 256;

/**
 * The rows with the words typed, in text, label or cells, sorted; null where all stand as they are. Numbers sort as numbers
 * where a column has nothing else, empty cells come last.
 * @throws the signal's reason once it is aborted.
 */
export async function orderRows(
  { rows }: TableResult,
  typed: string,
  sort: Sort | null,
  signal: AbortSignal,
): Promise<Int32Array | null> {
  const words = wordsOf(typed);
  if (words.length === 0 && sort === null) return null;
  const kept: number[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % TURN_ROWS === 0) await giveTurn(signal);
    if (words.length === 0 || placeOfWords(wholeText(row), words) !== -1) kept.push(index);
  }
  const order = Int32Array.from(kept);
  return sort === null ? order : sortInTurns(order, comparing(rows, sort), signal);
}

/** Everything of a row that is searched. */
function wholeText({ text, label, cells }: TableText): string {
  return [text, label ?? '', ...cells.map((cell) => cell ?? '')].join('\n').toLowerCase();
}

export function cellOf(row: TableText, key: SortKey): string {
  if (key === 'text') return row.text;
  return (key === 'label' ? row.label : row.cells[key]) ?? '';
}

function comparing(
  rows: readonly TableText[],
  { key, descending }: Sort,
): (a: number, b: number) => number {
  const sign = descending ? -1 : 1;
  const value = (index: number) => cellOf(rows[index]!, key).trim();
  const isNumber = rows.every(
    (_, index) => value(index) === '' || Number.isFinite(Number(value(index))),
  );
  const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  return (a, b) => {
    const [one, other] = [value(a), value(b)];
    if (one === '' || other === '') return Number(one === '') - Number(other === '');
    return sign * (isNumber ? Number(one) - Number(other) : compare(one, other));
  };
}
