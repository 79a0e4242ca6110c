/** Types of messages between the page and the analysis worker. */
import type { VectorSet } from '../vectors/types.ts';

/**
 * Vectors as a model gives them. Only their directions count: the analysis scales every row to length 1. A row of zeros
 * has no direction. `vectors` is Float32Array [count × dim], row-major.
 */
export interface EmbeddingMatrix {
  readonly vectors: Float32Array;
  readonly count: number;
  readonly dim: number;
}

export interface ClusterOptions {
  /** Number of clusters; capped at the number of texts. */
  readonly k: number;
  /** Seed of the first restart; the same seed gives the same clusters. */
  readonly seed?: number;
  /** Restarts with k-means++ seeding; the one with the least inertia wins. Default 10; 3 by mini-batches. */
  readonly restarts?: number;
}

export interface Clusters {
  /** Mini-batch (Sculley 2010) beyond 5,000 texts. */
  readonly algorithm: 'k-means' | 'mini-batch k-means';
  /** Clusters found: at most the k asked for, fewer if texts coincide, 0 without texts. */
  readonly k: number;
  /** Cluster of each text, Int32Array [count]; numbered by size, largest first. */
  readonly assignments: Int32Array;
  /** Sum of squared distances to the own centroid. */
  readonly inertia: number;
  /**
   * Mean silhouette (Rousseeuw 1987), Euclidean; NaN when k < 2 or k = count. Beyond 2,000 texts,
   * that of 2,000 drawn with the seed.
   */
  readonly silhouette: number;
}

export interface KSuggestionOptions {
  /** Largest k to try. Default 12. */
  readonly most?: number;
  readonly seed?: number;
}

export interface KSuggestion {
  /** The k with the highest silhouette, the smaller of equals; 1 where no k has one. */
  readonly k: number;
  /** Mean silhouette for every k tried, 2 first; empty for fewer than three texts. */
  readonly scores: readonly { readonly k: number; readonly silhouette: number }[];
  /** Largest k of the searched range: `most`, or less where there are few texts. */
  readonly most: number;
  /** Number of texts given, and of those searched: at most 2,000, drawn with the seed. */
  readonly texts: number;
  readonly sampled: number;
}

export const PROJECTIONS = ['pca', 'umap', 'tsne'] as const;
export type Projection = (typeof PROJECTIONS)[number];

export interface ProjectOptions {
  readonly method: Projection;
  /** Finds principal components from a sample of 2,000 rows: a first look. */
  readonly draft?: boolean;
  readonly seed?: number;
  /**
   * Places on an earlier map by UMAP, Float32Array [count × 2], NaN for texts that were not on it: those are placed among
   * the others, which stay.
   */
  readonly earlier?: Float32Array;
}

export interface CompareOptions {
  /** Number of nearest neighbours compared for each text; at most count − 1. Default 10. */
  readonly neighbours?: number;
  /** Seed of the draw beyond 2,000 texts. */
  readonly seed?: number;
}

/**
 * Difference of two embeddings of the same texts. Cosines are those of `similarity`, in float32. Beyond 2,000 texts
 * that many are drawn with the seed: every text is compared with the drawn ones, neighbours are sought among them, and
 * Spearman's ρ is over their pairs. CKA is always of all.
 */
export interface EmbeddingComparison {
  /**
   * Spearman's ρ of the two sets of cosines over all pairs of different texts, ties at their mean
   * rank; NaN if a side has fewer than two different cosines.
   */
  readonly spearman: number;
  /** Linear CKA (Kornblith et al. 2019, eq. 4), 0 to 1; NaN if all rows of a side are the same. */
  readonly cka: number;
  /** Mean over the texts of the share |A ∩ B| / k of its k nearest neighbours; NaN below 2 texts. */
  readonly overlap: number;
  /** Mean over the texts of the Jaccard index |A ∩ B| / |A ∪ B| of the same. */
  readonly jaccard: number;
  /** k: the neighbours compared for each text. */
  readonly neighbours: number;
  /** Number of drawn texts; all of them up to 2,000. */
  readonly sampled: number;
  /** Indices of all texts, the most moved first: by `movement`, then by `shift`. Int32Array [count]. */
  readonly moved: Int32Array;
  /** 1 − the share of its neighbours that stayed, for each text. Float32Array [count]. */
  readonly movement: Float32Array;
  /** Mean |Δcosine| to the other texts, for each text. Float32Array [count]. */
  readonly shift: Float32Array;
}

/** The texts nearest to one text, nearest first. */
export interface NeighboursOfOne {
  /** Indices, Int32Array [count asked for, or all other texts]. */
  readonly indices: Int32Array;
  /** Cosines with the text. Float32Array, in the same order. */
  readonly cosines: Float32Array;
}

/** The neighbours of one text under two embeddings. */
export interface Neighbours {
  readonly before: NeighboursOfOne;
  readonly after: NeighboursOfOne;
}

/** Pairs of rows whose cosine reaches a threshold, the closest first. */
export interface NearPairs {
  /** The lower and the higher index of each pair, Int32Array [pairs]. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** Float32Array [pairs]. */
  readonly cosines: Float32Array;
  /** Whether there are more pairs than were asked for. */
  readonly more: boolean;
}

/**
 * Agreement of two labellings, with scikit-learn's conventions for the limits. Texts with a
 * negative label in either are left out. NaN where no text is left.
 */
export interface Agreement {
  /** Adjusted Rand index (Hubert & Arabie 1985). */
  readonly ari: number;
  /** Mutual information over the arithmetic mean of the two entropies. */
  readonly nmi: number;
  /** Homogeneity of `b` as clusters against `a` as classes (Rosenberg & Hirschberg 2007). */
  readonly homogeneity: number;
  readonly completeness: number;
  /** Harmonic mean of homogeneity and completeness (β = 1); it equals `nmi`. */
  readonly vMeasure: number;
  /** Number of texts counted. */
  readonly texts: number;
  /** Largest label of `a` + 1, and of `b`. */
  readonly rows: number;
  readonly columns: number;
  /** Texts with label `row` in `a` and `column` in `b`: Int32Array [rows × columns]. */
  readonly counts: Int32Array;
}

export interface MeanCosines {
  /** Mean cosine of each group of rows with each group of columns, Float32Array [groups × groups]; NaN without a pair. */
  readonly means: Float32Array;
  /** How typical each text is of its group: its dot product with the group's sum; NaN without a group. Float32Array [count]. */
  readonly typicality: Float32Array;
}

export interface Alignment {
  /** Coordinates of the moving points in the frame of the fixed ones, Float32Array [count × 2]. */
  readonly coordinates: Float32Array;
}

export interface ClusterTerm {
  /** Term in its commonest spelling. */
  readonly term: string;
  /** c-TF-IDF (Grootendorst 2022). */
  readonly weight: number;
}

export interface AnalysisOptions {
  readonly signal?: AbortSignal;
  /** Fraction done, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/** Bad arguments: k < 1, rows of different widths, … */
export class AnalysisError extends Error {
  override readonly name = 'AnalysisError';
}

/**
 * The analysis as the page sees it: `createAnalysisClient()` in client.ts makes one over a Web Worker. Calls name sets
 * of rows; the worker fetches them from the store.
 */
export interface Analysis {
  /**
   * Computes the cosine of every row of `a` with every row of `b`, NaN where one of them has no direction: Float32Array
   * [a.count × b.count].
   */
  similarity(a: VectorSet, b: VectorSet, options?: AnalysisOptions): Promise<Float32Array>;
  /**
   * Computes the mean cosine of the texts of every group with those of every other, over all pairs of two texts.
   * `rows`, `columns`: the group of each text as a row and as a column, from 0; a negative number is none.
   */
  meanCosines(
    set: VectorSet,
    groups: { readonly rows: Int32Array; readonly columns: Int32Array; readonly count: number },
    options?: AnalysisOptions,
  ): Promise<MeanCosines>;
  /** Clusters by k-means, k-means++ seeding, best of several restarts. */
  cluster(set: VectorSet, options: ClusterOptions & AnalysisOptions): Promise<Clusters>;
  /** Projects to 2-D coordinates, Float32Array [count × 2]. */
  project(set: VectorSet, options: ProjectOptions & AnalysisOptions): Promise<Float32Array>;
  /**
   * Computes how the second embedding of the same texts differs from the first: row i of both is text i. The widths may
   * differ.
   */
  compare(
    from: VectorSet,
    to: VectorSet,
    options?: CompareOptions & AnalysisOptions,
  ): Promise<EmbeddingComparison>;
  /** Finds the `count` nearest of text `index` under each of two embeddings of the same texts, among all of them. */
  neighbours(
    from: VectorSet,
    to: VectorSet,
    options: { readonly index: number; readonly count: number } & AnalysisOptions,
  ): Promise<Neighbours>;
  /** Finds the `count` texts nearest to the mean of the liked ones, less a part of that of the unliked ones. */
  similarTo(
    set: VectorSet,
    options: {
      readonly liked: Int32Array;
      readonly unliked: Int32Array;
      readonly count: number;
    } & AnalysisOptions,
  ): Promise<NeighboursOfOne>;
  /** Finds all pairs of rows of at least this cosine; of more than `most`, the closest. Exact at any number of rows. */
  nearPairs(
    set: VectorSet,
    options: { readonly least: number; readonly most: number } & AnalysisOptions,
  ): Promise<NearPairs>;
  /** Computes the agreement of two labellings of the same texts; of classes and clusters, classes first. */
  agree(a: Int32Array, b: Int32Array, options?: AnalysisOptions): Promise<Agreement>;
  /** Aligns by orthogonal Procrustes: `moving` turned, mirrored, scaled and shifted onto `fixed` [count × 2]. */
  align(fixed: Float32Array, moving: Float32Array, options?: AnalysisOptions): Promise<Alignment>;
  /**
   * Finds the `count` most distinctive terms of each cluster, best first; one list a cluster, from 0. `assignments`:
   * the cluster of each text; a negative number is none.
   */
  terms(
    texts: readonly string[],
    assignments: Int32Array,
    options: { readonly count: number } & AnalysisOptions,
  ): Promise<readonly (readonly ClusterTerm[])[]>;
  /** Finds the number of clusters with the highest mean silhouette. */
  suggestK(set: VectorSet, options?: KSuggestionOptions & AnalysisOptions): Promise<KSuggestion>;
  close(): void;
}
