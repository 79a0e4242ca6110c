import type { PlacedText, Sides, WithoutVector } from '../../app/results.ts';
import type { MatrixLine } from './lines.ts';

interface SimilaritySide {
  /** Id of the lens. */
  readonly lens: string;
  /** Cosines, Float32Array [rows × columns]; NaN where a text has no vector of its own. */
  readonly values: Float32Array;
}

interface Shared {
  /** Whether rows and columns are of the same texts. */
  readonly self: boolean;
  /** Number of texts, of which a matrix of texts shows at most `MATRIX_LIMIT` a side. */
  readonly rowTotal: number;
  readonly columnTotal: number;
  /** Whether they are chosen texts, not those of the groups. */
  readonly isSelection?: boolean;
  /** Texts of the rows and columns without a vector, each once a lens. */
  readonly without: readonly WithoutVector[];
  readonly sides: Sides<SimilaritySide>;
}

/** Cosines of texts with texts. With `self` the diagonal is 1. */
export interface SimilarityResult extends Shared {
  readonly kind: 'texts';
  readonly rows: readonly PlacedText[];
  readonly columns: readonly PlacedText[];
  /** Names of the clusters that the rows and columns are the most typical texts of; null for all texts. */
  readonly inside: { readonly rows: string; readonly columns: string } | null;
}

/** Mean cosines of clusters with clusters: what a matrix shows of more texts than it has rows for. */
export interface ClusterSimilarity extends Shared {
  readonly kind: 'clusters';
  /** Clusters, each beside the one most like it that is left. The columns have the same order. */
  readonly rows: readonly MatrixLine[];
  readonly columns: readonly MatrixLine[];
  /** Opens the most typical texts of a row's cluster against those of a column's. */
  readonly open: (row: number, column: number) => void;
}

export type MatrixResult = SimilarityResult | ClusterSimilarity;
