/**
 * What the panels show. A result holds its texts once and one side for each lens that is shown: two
 * sides of a comparison are of the same texts because there is only one list of them.
 */
import type {
  Agreement,
  Clusters,
  ClusterTerm,
  Comparison,
  Projection,
  Ranking,
} from '../analysis/types.ts';
import type { Reading } from '../engine/types.ts';
import type { WhyWithout } from '../vectors/vector-cache.ts';

/** A text of the workspace, as a panel shows it. */
export interface Item {
  readonly id: string;
  readonly text: string;
  /** Which list or group it stands in: A, B, Q (queries) or D (documents). */
  readonly place: 'A' | 'B' | 'Q' | 'D';
  /** Its number there, from 1. */
  readonly number: number;
  /** The class a person gave it. */
  readonly label?: string;
}

/** One side for one lens, two for two. */
export type Sides<Side> = readonly [first: Side, second?: Side];

/** A text that has no vector of its own under a lens, and so no cosine. */
export interface WithoutVector {
  readonly item: Item;
  /** Id of the lens. */
  readonly lens: string;
  readonly why: WhyWithout;
}

interface SimilaritySide {
  /** Id of the lens. */
  readonly lens: string;
  /** Cosines, Float32Array [rows × columns]; NaN where a text has no vector of its own. */
  readonly values: Float32Array;
}

export interface SimilarityResult {
  readonly rows: readonly Item[];
  readonly columns: readonly Item[];
  /** Rows and columns against themselves: the diagonal is 1. */
  readonly self: boolean;
  /** Texts there are, of which at most `MATRIX_LIMIT` a side are shown. */
  readonly rowTotal: number;
  readonly columnTotal: number;
  /** Of the rows and columns, each text once a lens. */
  readonly without: readonly WithoutVector[];
  readonly sides: Sides<SimilaritySide>;
}

export interface MapSide {
  readonly lens: string;
  /** Numbered after the clusters of the first side that they share most texts with. */
  readonly clusters: Clusters;
  /** Float32Array [items × 2]; the second side's are turned onto the first's and as widely spread. */
  readonly coordinates: Float32Array;
  /** Distinctive terms of each cluster, best first. */
  readonly terms: readonly (readonly ClusterTerm[])[];
  /** Agreement of the labels people gave with the clusters; null where fewer than two gave one. */
  readonly gold: Agreement | null;
}

export interface MapResult {
  /** Texts that have a vector under every lens shown. */
  readonly items: readonly Item[];
  /** Texts that are on no map, since under a lens they have no vector of their own. */
  readonly without: readonly WithoutVector[];
  readonly projection: Projection;
  readonly sides: Sides<MapSide>;
  /** Agreement of the two sides' clusters, with its table of who moved where; null for one side. */
  readonly moves: Agreement | null;
}

export interface RetrievalSide {
  readonly lens: string;
  readonly ranking: Ranking;
}

export interface RetrievalResult {
  readonly queries: readonly Item[];
  readonly documents: readonly Item[];
  /** Of the queries and documents. Such documents come last, with NaN; for such a query no document is ranked. */
  readonly without: readonly WithoutVector[];
  readonly sides: Sides<RetrievalSide>;
}

/** What the second lens changes, in figures. */
export interface EffectResult {
  /** Those on the map. */
  readonly items: readonly Item[];
  /** Texts that are left out of every figure, since under a lens they have no vector of their own. */
  readonly without: readonly WithoutVector[];
  /** Ids of the lenses. */
  readonly lenses: readonly [first: string, second: string];
  readonly comparison: Comparison;
  /** Of the clusterings on the map. */
  readonly clusters: Agreement;
  /** Number of clusters asked for. */
  readonly k: number;
}

/** One text, token by token, under each shown lens. */
export interface TokensResult {
  readonly item: Item;
  readonly sides: Sides<{ readonly lens: string; readonly reading: Reading }>;
}
