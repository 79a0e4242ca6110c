/** What the columns hold that filters are on, and the names of filters. */
import type { Filter } from '../../app/view.ts';
import { isolated } from '../../lib/isolate.ts';
import { dayOf, type Listed, numberOf } from './filters.ts';

/** Most values of a column that is a category. */
const MOST_CATEGORIES = 50;

export interface ColumnKind {
  readonly kind: Filter['kind'];
  /** The values of a category, sorted; none for another kind. */
  readonly values: readonly string[];
}

/** Guesses what a column holds from the cells of the documents. */
export function kindOf({ documents, columns }: Listed, column: string): ColumnKind {
  const at = columns?.indexOf(column) ?? -1;
  const values = new Set<string>();
  let [numbers, days] = [true, true];
  for (const { cells } of documents) {
    const cell = cells?.[at] ?? null;
    if (cell === null || cell.trim() === '') continue;
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

/** A filter in words: "year: 2019 to 2021". */
export function filterName(filter: Filter): string {
  const { column } = filter;
  if ('text' in filter) {
    return filter.kind === 'category'
      ? `${column}: ${filter.text}`
      : `${column} contains “${isolated(filter.text)}”`;
  }
  const { from, to } = filter;
  if (from === '') return `${column}: up to ${to}`;
  return to === '' ? `${column}: from ${from}` : `${column}: ${from} to ${to}`;
}
