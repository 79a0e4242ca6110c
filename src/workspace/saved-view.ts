/** How a workspace is looked at, as far as it goes along in a file or a link. */

/** One lens, two of them side by side, or what changes from the first to the second. */
export const MODES = ['one', 'two', 'difference'] as const;
/**
 * What the colours of the matrix stand for: the cosine over the values there are, the cosine over
 * all that it can be, its rank, or its deviation from the means of its row and column.
 */
export const MATRIX_COLOURS = ['value', 'unit', 'rank', 'deviation'] as const;
export const MAP_COLOURS = ['clusters', 'labels'] as const;

export interface SavedView {
  readonly mode: (typeof MODES)[number];
  /** Ids of the lenses looked through; null is the first that is on. */
  readonly first: string | null;
  readonly second: string | null;
  /** Columns of the matrix; null is group B where there is one. */
  readonly columns: 'A' | 'B' | null;
  readonly colour: (typeof MATRIX_COLOURS)[number];
  readonly mapColour: (typeof MAP_COLOURS)[number];
  /** Whether the list of texts shows their labels. */
  readonly labels: boolean;
}
