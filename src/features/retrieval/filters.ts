/** Filters on the columns that came with the documents. */
import type { PlacedText } from '../../app/results.ts';
import type { Filter } from '../../app/view.ts';
import { dayOf, numberOf } from '../../workspace/cells.ts';
import type { TextItem, Workspace } from '../../workspace/workspace.ts';

export type Listed = Pick<Workspace, 'documents' | 'columns'>;

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
