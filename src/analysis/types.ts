/** What crosses the seam between the page and the analysis worker. */

/** Rows of length 1. `vectors` is Float32Array [count × dim], row-major. */
export interface Embeddings {
  readonly vectors: Float32Array;
  readonly count: number;
  readonly dim: number;
}

export interface Ranking {
  /** Document indices, best first. Int32Array [queries × k]. */
  readonly indices: Int32Array;
  /** Cosines, in the same order. Float32Array [queries × k]. */
  readonly scores: Float32Array;
  /** min(k asked for, number of documents). */
  readonly k: number;
}

export interface ClusterOptions {
  /** Number of clusters; capped at the number of texts. */
  readonly k: number;
  /** Seed of the first restart; the same seed gives the same clusters. */
  readonly seed?: number;
  /** Restarts with k-means++ seeding; the one with the least inertia wins. Default 10. */
  readonly restarts?: number;
}

export interface Clusters {
  /** Clusters found: at most the k asked for, fewer if texts coincide, 0 without texts. */
  readonly k: number;
  /** Cluster of each text, Int32Array [count]; numbered by size, largest first. */
  readonly labels: Int32Array;
  /** Sum of squared distances to the own centroid. */
  readonly inertia: number;
  /**
   * Mean silhouette (Rousseeuw 1987), Euclidean; NaN when k < 2 or k = count. Beyond 2,000 texts,
   * that of 2,000 drawn with the seed.
   */
  readonly silhouette: number;
}

export const PROJECTIONS = ['pca', 'umap'] as const;
export type Projection = (typeof PROJECTIONS)[number];

export interface ProjectOptions {
  readonly method: Projection;
  readonly seed?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Fraction done, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/** Bad arguments: k < 1, rows of different widths, … */
export class AnalysisError extends Error {
  override readonly name = 'AnalysisError';
}

/** The analysis as the page sees it: `createAnalysisClient()` in client.ts gives one over a Web Worker. */
export interface Analysis {
  /** Cosine of every row of `a` with every row of `b`: Float32Array [a.count × b.count]. */
  similarity(a: Embeddings, b: Embeddings, options?: CallOptions): Promise<Float32Array>;
  /** The k nearest documents of each query by cosine; ties go to the lower index. */
  retrieve(
    queries: Embeddings,
    documents: Embeddings,
    k: number,
    options?: CallOptions,
  ): Promise<Ranking>;
  /** k-means, k-means++ seeding, best of several restarts. */
  cluster(embeddings: Embeddings, options: ClusterOptions & CallOptions): Promise<Clusters>;
  /** 2-D coordinates, Float32Array [count × 2]. */
  project(embeddings: Embeddings, options: ProjectOptions & CallOptions): Promise<Float32Array>;
  close(): void;
}
