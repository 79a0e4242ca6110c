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
  /** Whether rows and columns are the same texts, so that the diagonal is 1. */
  readonly self: boolean;
  /** Number of texts, of which the matrix shows at most `MATRIX_LIMIT` a side. */
  readonly rowTotal: number;
  readonly columnTotal: number;
  /** Whether they are chosen texts, not those of the groups. */
  readonly isSelection: boolean;
  /** Texts of the rows and columns without a vector, each once a lens. */
  readonly without: readonly WithoutVector[];
  readonly sides: Sides<SimilaritySide>;
}
