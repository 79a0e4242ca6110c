/** Filters on the columns that came with the documents. */
import type { PlacedText } from '../../app/results.ts';
import type { Filter } from '../../app/view.ts';
import { isolated } from '../../lib/isolate.ts';
import type { TextItem, Workspace } from '../../workspace/workspace.ts';

type Listed = Pick<Workspace, 'documents' | 'columns'>;

interface Allowed {
  readonly list: readonly TextItem[];
  readonly columns: readonly string[] | undefined;
  readonly documents: readonly PlacedText[];
  readonly filters: readonly Filter[];
  /** 1 for each of `documents` that passes. */
  readonly only: Uint8Array;
}

let last: Allowed | null = null;

/**
 * Returns a 1 for each document that passes all filters; null where there is no filter. The same array for the same
 * documents and filters.
 */
export function allowedBy(
  { documents: list, columns }: Listed,
  documents: readonly PlacedText[],
  filters: readonly Filter[],
): Uint8Array | null {
  if (filters.length === 0) return null;
  if (
    last?.list === list &&
    last.columns === columns &&
    last.documents === documents &&
    last.filters === filters
  ) {
    return last.only;
  }
  const tests = filters.map((filter) => ({
    at: columns?.indexOf(filter.column) ?? -1,
    passes: testOf(filter),
  }));
  const only = Uint8Array.from(documents, ({ number }) => {
    const { cells } = list[number - 1]!;
    return tests.every(({ at, passes }) => passes(cells?.[at] ?? null)) ? 1 : 0;
  });
  last = { list, columns, documents, filters, only };
  return only;
}

function testOf(filter: Filter): (cell: string | null) => boolean {
  switch (filter.kind) {
    case 'number':
    case 'date': {
      const read = filter.kind === 'number' ? numberOf : dayOf;
      const [from, to] = [read(filter.from), read(filter.to)];
      return (cell) => {
        const value = cell === null ? null : read(cell);
        if (value === null) return false;
        return (from === null || value >= from) && (to === null || value <= to);
      };
    }
    case 'category':
      return (cell) => cell === filter.text;
    case 'contains': {
      const wanted = filter.text.toLocaleLowerCase();
      return (cell) => cell?.toLocaleLowerCase().includes(wanted) ?? false;
    }
    default:
      return filter satisfies never;
  }
}

function numberOf(cell: string): number | null {
  const value = cell.trim() === '' ? Number.NaN : Number(cell);
  return Number.isFinite(value) ? value : null;
}

/** A cell that begins as 2026-01-31 does, and goes on with nothing or with a time. */
const DAY = /^\s*(\d{4}-\d{2}-\d{2})(?:$|[T\s])/;

/** Returns the day of a date, as text that sorts by time. */
function dayOf(cell: string): string | null {
  return DAY.exec(cell)?.[1] ?? null;
}

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
