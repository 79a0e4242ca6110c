/** What the cells of a column hold: numbers, days, categories or words. Apart from cells.ts, which the first page needs. */
import { dayOf, numberOf } from './cells.ts';

/** The time after the day, and its zone. */
const TIME =
  /^\s*\d{4}-\d{2}-\d{2}[T\s]\s*(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?\s*$/i;

/** What programs write where a number or a day is missing or has no bound: pandas, R, spreadsheets. */
const MISSING =
  /^\s*(?:nan|n\/?a|null|none|nil|missing|[-–—?.]|[+-]?inf(?:inity)?|#n\/a|#value!|#div\/0!)\s*$/i;

/** Most values of a column that is a category. */
const MOST_CATEGORIES = 50;

export interface CellsKind {
  readonly kind: 'number' | 'date' | 'category' | 'contains';
  /** The values of a category, sorted; none for another kind. */
  readonly values: readonly string[];
}

/** Guesses what cells hold; null and blank ones say nothing, and words for a missing value do not make numbers or days words. */
export function kindOfCells(cells: Iterable<string | null | undefined>): CellsKind {
  const values = new Set<string>();
  let [numbers, days] = [true, true];
  let isTold = false;
  for (const cell of cells) {
    if (cell === null || cell === undefined || cell.trim() === '') continue;
    if (!MISSING.test(cell)) {
      numbers &&= numberOf(cell) !== null;
      days &&= dayOf(cell) !== null;
      isTold = true;
    }
    if (values.size <= MOST_CATEGORIES) values.add(cell);
    if (!numbers && !days && values.size > MOST_CATEGORIES) break;
  }
  if (values.size === 0) return { kind: 'contains', values: [] };
  if (numbers && isTold) return { kind: 'number', values: [] };
  if (days && isTold) return { kind: 'date', values: [] };
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
