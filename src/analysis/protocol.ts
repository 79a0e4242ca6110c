/** What the page (client.ts) asks of the analysis worker (service.ts). */
import {
  type Agreement,
  type Alignment,
  AnalysisError,
  type ClusterOptions,
  type Clusters,
  type ClusterTerm,
  type CompareOptions,
  type Comparison,
  type Embeddings,
  type KSuggestion,
  type KSuggestionOptions,
  type ProjectOptions,
  type Ranking,
} from './types.ts';

/** Errors that leave the analysis worker as themselves. */
export const ANALYSIS_ERRORS = { AnalysisError };

interface Task<Argument, Result> {
  readonly argument: Argument;
  readonly result: Result;
  /** Fraction done, 0 to 1. */
  readonly progress: number;
}

export interface AnalysisApi {
  readonly similarity: Task<{ readonly a: Embeddings; readonly b: Embeddings }, Float32Array>;
  readonly retrieve: Task<
    { readonly queries: Embeddings; readonly documents: Embeddings; readonly k: number },
    Ranking
  >;
  readonly cluster: Task<
    { readonly embeddings: Embeddings; readonly options: ClusterOptions },
    Clusters
  >;
  readonly project: Task<
    { readonly embeddings: Embeddings; readonly options: ProjectOptions },
    Float32Array
  >;
  readonly compare: Task<
    { readonly from: Embeddings; readonly to: Embeddings; readonly options: CompareOptions },
    Comparison
  >;
  readonly agree: Task<{ readonly a: Int32Array; readonly b: Int32Array }, Agreement>;
  readonly align: Task<{ readonly fixed: Float32Array; readonly moving: Float32Array }, Alignment>;
  readonly terms: Task<
    {
      readonly texts: readonly string[];
      readonly labels: Int32Array;
      readonly count: number;
    },
    readonly (readonly ClusterTerm[])[]
  >;
  readonly suggestK: Task<
    { readonly embeddings: Embeddings; readonly options: KSuggestionOptions },
    KSuggestion
  >;
}
