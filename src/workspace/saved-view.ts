/** The part of a workspace's view that a file or link carries. */

/** One lens, two side by side, or the change from the first to the second. */
export const MODES = ['one', 'two', 'difference'] as const;
/**
 * Meaning of the matrix's colours: the cosine over the range of the values, the cosine over its
 * possible range, its rank, or its deviation from the means of its row and column.
 */
export const MATRIX_COLOURS = ['value', 'unit', 'rank', 'deviation'] as const;
export const MAP_COLOURS = ['clusters', 'labels'] as const;
/**
 * What else colours the map, in place of `MAP_COLOURS`: the cosine to the query that Retrieval shows, or a column of
 * the texts. In a field of its own, because an earlier Facet refuses a file with an unknown colour.
 */
export type MapBy = 'score' | `column:${string}`;
const COLUMN = 'column:';

export function byColumn(column: string): MapBy {
  return `${COLUMN}${column}`;
}

/** Returns the column that colours the map; null for none. */
export function columnOf(by: string | null): string | null {
  return by?.startsWith(COLUMN) ? by.slice(COLUMN.length) : null;
}

/** What documents are ranked by: cosine, shared words, or both rankings fused. */
export const RANKED_BY = ['vectors', 'words', 'both'] as const;

export interface SavedView {
  readonly mode: (typeof MODES)[number];
  /** Ids of the shown lenses; null is the first that is on. */
  readonly first: string | null;
  readonly second: string | null;
  /** Group in the columns of the matrix; null is group B if there is one. */
  readonly columns: 'A' | 'B' | null;
  readonly colour: (typeof MATRIX_COLOURS)[number];
  readonly mapColour: (typeof MAP_COLOURS)[number];
  /** Null where `mapColour` alone says it. */
  readonly mapBy: MapBy | null;
  /** Whether the list of texts shows their labels. */
  readonly labels: boolean;
  readonly rankedBy: (typeof RANKED_BY)[number];
}
