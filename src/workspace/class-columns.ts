import type { Workspace } from './workspace.ts';

/** Most classes of an offered column: beyond, colours and V-measure tell nothing. */
const MOST_CLASSES = 200;

/**
 * Returns the columns that part the texts into classes: at least two, and some with more than one text. Those that a
 * person named as labels come first, whatever they hold.
 */
export function classColumns({ columns = [], facets = [], texts }: Workspace): string[] {
  const parting = columns.filter((column, at) => {
    if (facets.includes(column)) return false;
    const values = texts.flatMap(({ cells }) => cells?.[at]?.trim() || []);
    const classes = new Set(values).size;
    return classes > 1 && classes <= MOST_CLASSES && classes < values.length;
  });
  return [...facets, ...parting];
}

/** The column whose cells are the labels of all texts; null for labels that were typed, or none. */
export function labelColumn({ columns = [], texts }: Workspace, offered: readonly string[]) {
  const labelled = texts.some(({ label }) => label !== undefined);
  if (!labelled) return null;
  const isLabel = (at: number) =>
    texts.every(({ cells, label = '' }) => (cells?.[at]?.trim() ?? '') === label);
  return offered.find((column) => isLabel(columns.indexOf(column))) ?? null;
}
