/** What the cells of a column hold: numbers, days, categories or words. Apart from cells.ts, which the first page needs. */
import { dayOf, numberOf } from './cells.ts';

/** The time after the day, and its zone. */
const TIME =
  /^\s*\d{4}-\d{2}-\d{2}[T\s]\s*(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?\s*$/i;

/** Most values of a column that is a category. */
const MOST_CATEGORIES = 50;

export interface CellsKind {
  readonly kind: 'number' | 'date' | 'category' | 'contains';
  /** The values of a category, sorted; none for another kind. */
  readonly values: readonly string[];
}

/** Guesses what cells hold; null and blank ones say nothing. */
export function kindOfCells(cells: Iterable<string | null | undefined>): CellsKind {
  const values = new Set<string>();
  let [numbers, days] = [true, true];
  for (const cell of cells) {
    if (cell === null || cell === undefined || cell.trim() === '') continue;
    numbers &&= numberOf(cell) !== null;
    days &&= dayOf(cell) !== null;
    if (values.size <= MOST_CATEGORIES) values.add(cell);
    if (!numbers && !days && values.size > MOST_CATEGORIES) break;
  }
  if (values.size === 0) return { kind: 'contains', values: [] };
  if (numbers) return { kind: 'number', values: [] };
  if (days) return { kind: 'date', values: [] };
  if (values.size > MOST_CATEGORIES) return { kind: 'contains', values: [] };
  return { kind: 'category', values: [...values].sort((a, b) => a.localeCompare(b)) };
}

/** Returns the moment of a date, in milliseconds since 1970; without a zone it counts as UTC, without a time as midnight. */
export function momentOf(cell: string): number | null {
  const day = dayOf(cell);
  if (day === null) return null;
  const [, time, zone = 'Z'] = TIME.exec(cell) ?? [];
  const moment = Date.parse(time === undefined ? day : `${day}T${time}${zone}`);
  return Number.isFinite(moment) ? moment : null;
}
