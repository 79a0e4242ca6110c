import type { PlacedText } from '../../app/results.ts';

/** All texts of the workspace, with the columns that came with them. */
export interface TableResult {
  readonly rows: readonly TableText[];
  /** Names of the columns, by which the cells stand. */
  readonly columns: readonly string[];
  /** Whether a text has a label. */
  readonly labelled: boolean;
}

export interface TableText extends PlacedText {
  readonly cells: readonly (string | null)[];
}
