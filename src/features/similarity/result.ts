import type { PlacedText, Sides, WithoutVector } from '../../app/results.ts';

interface SimilaritySide {
  /** Id of the lens. */
  readonly lens: string;
  /** Cosines, Float32Array [rows × columns]; NaN where a text has no vector of its own. */
  readonly values: Float32Array;
}

export interface SimilarityResult {
  readonly rows: readonly PlacedText[];
  readonly columns: readonly PlacedText[];
  /** Rows and columns against themselves: the diagonal is 1. */
  readonly self: boolean;
  /** Texts there are, of which at most `MATRIX_LIMIT` a side are shown. */
  readonly rowTotal: number;
  readonly columnTotal: number;
  /** Of the rows and columns, each text once a lens. */
  readonly without: readonly WithoutVector[];
  readonly sides: Sides<SimilaritySide>;
}
