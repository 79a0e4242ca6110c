/** Requests of the page (client.ts) to the analysis worker (service.ts). */

import { VECTORS_ERRORS } from '../vectors/protocol.ts';
import type { VectorSet } from '../vectors/types.ts';
import {
  type Agreement,
  type Alignment,
  AnalysisError,
  type ClusterOptions,
  type Clusters,
  type ClusterTerm,
  type CompareOptions,
  type EmbeddingComparison,
  type KSuggestion,
  type KSuggestionOptions,
  type MeanCosines,
  type NearPairs,
  type Neighbours,
  type NeighboursOfOne,
  type ProjectOptions,
} from './types.ts';

/** Errors that leave the analysis worker with their class. */
export const ANALYSIS_ERRORS = { AnalysisError, ...VECTORS_ERRORS };

interface Task<Argument, Result> {
  readonly argument: Argument;
  readonly result: Result;
  /** Fraction done, 0 to 1. */
  readonly progress: number;
}

export interface AnalysisApi {
  /** Port of the store of vectors (`VectorsApi`). Comes once, before all other calls. */
  readonly connect: Task<MessagePort, undefined>;
  readonly similarity: Task<{ readonly a: VectorSet; readonly b: VectorSet }, Float32Array>;
  readonly meanCosines: Task<
    {
      readonly set: VectorSet;
      readonly groups: {
        readonly rows: Int32Array;
        readonly columns: Int32Array;
        readonly count: number;
      };
    },
    MeanCosines
  >;
  readonly cluster: Task<{ readonly set: VectorSet; readonly options: ClusterOptions }, Clusters>;
  readonly project: Task<
    { readonly set: VectorSet; readonly options: ProjectOptions },
    Float32Array
  >;
  readonly compare: Task<
    { readonly from: VectorSet; readonly to: VectorSet; readonly options: CompareOptions },
    EmbeddingComparison
  >;
  readonly neighbours: Task<
    {
      readonly from: VectorSet;
      readonly to: VectorSet;
      readonly index: number;
      readonly count: number;
    },
    Neighbours
  >;
  readonly similarTo: Task<
    {
      readonly set: VectorSet;
      readonly liked: Int32Array;
      readonly unliked: Int32Array;
      readonly count: number;
    },
    NeighboursOfOne
  >;
  readonly nearPairs: Task<
    { readonly set: VectorSet; readonly least: number; readonly most: number },
    NearPairs
  >;
  readonly agree: Task<{ readonly a: Int32Array; readonly b: Int32Array }, Agreement>;
  readonly align: Task<{ readonly fixed: Float32Array; readonly moving: Float32Array }, Alignment>;
  readonly terms: Task<
    {
      readonly texts: readonly string[];
      readonly assignments: Int32Array;
      readonly count: number;
    },
    readonly (readonly ClusterTerm[])[]
  >;
  readonly suggestK: Task<
    { readonly set: VectorSet; readonly options: KSuggestionOptions },
    KSuggestion
  >;
}
