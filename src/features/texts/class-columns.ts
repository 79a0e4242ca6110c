import type { Workspace } from '../../workspace/workspace.ts';

/** Most classes of an offered column: beyond, colours and V-measure tell nothing. */
const MOST_CLASSES = 200;

/** Returns the columns that part the texts into classes: at least two, and some with more than one text. */
export function classColumns({ columns = [], texts }: Workspace): string[] {
  return columns.filter((_, at) => {
    const values = texts.flatMap(({ cells }) => cells?.[at]?.trim() || []);
    const classes = new Set(values).size;
    return classes > 1 && classes <= MOST_CLASSES && classes < values.length;
  });
}
