/** What the columns hold that filters are on, and the names of filters. */
import type { Filter } from '../../app/view.ts';
import { isolated } from '../../lib/isolate.ts';
import { type CellsKind, kindOfCells } from '../../workspace/cell-kinds.ts';
import type { Listed } from './filters.ts';

/** Guesses what a column holds from the cells of the documents. */
export function kindOf({ documents, columns }: Listed, column: string): CellsKind {
  const at = columns?.indexOf(column) ?? -1;
  return kindOfCells(cellsAt(documents, at));
}

function* cellsAt(documents: Listed['documents'], at: number) {
  for (const { cells } of documents) yield cells?.[at];
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
