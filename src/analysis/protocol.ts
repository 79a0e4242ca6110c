/** The messages between client.ts and worker.ts. Every one carries the id of its request. */
import type {
  Agreement,
  Alignment,
  ClusterOptions,
  Clusters,
  ClusterTerm,
  CompareOptions,
  Comparison,
  Embeddings,
  KSuggestion,
  KSuggestionOptions,
  ProjectOptions,
  Ranking,
} from './types.ts';

/** What each task takes. */
interface Inputs {
  readonly similarity: { readonly a: Embeddings; readonly b: Embeddings };
  readonly retrieve: {
    readonly queries: Embeddings;
    readonly documents: Embeddings;
    readonly k: number;
  };
  readonly cluster: { readonly embeddings: Embeddings; readonly options: ClusterOptions };
  readonly project: { readonly embeddings: Embeddings; readonly options: ProjectOptions };
  readonly compare: {
    readonly from: Embeddings;
    readonly to: Embeddings;
    readonly options: CompareOptions;
  };
  readonly agree: { readonly a: Int32Array; readonly b: Int32Array };
  readonly align: { readonly fixed: Float32Array; readonly moving: Float32Array };
  readonly terms: {
    readonly texts: readonly string[];
    readonly labels: Int32Array;
    readonly count: number;
  };
  readonly suggestK: { readonly embeddings: Embeddings; readonly options: KSuggestionOptions };
}

/** What each task gives. */
export interface Results {
  readonly similarity: Float32Array;
  readonly retrieve: Ranking;
  readonly cluster: Clusters;
  readonly project: Float32Array;
  readonly compare: Comparison;
  readonly agree: Agreement;
  readonly align: Alignment;
  readonly terms: readonly (readonly ClusterTerm[])[];
  readonly suggestK: KSuggestion;
}

export type Task = keyof Inputs;

export type Start = {
  [K in Task]: { readonly kind: K; readonly id: number; readonly input: Inputs[K] };
}[Task];

export type ToWorker = Start | { readonly kind: 'abort'; readonly id: number };

export interface DoneOf<K extends Task> {
  readonly kind: 'done';
  readonly id: number;
  readonly task: K;
  readonly result: Results[K];
}

export type Done = { [K in Task]: DoneOf<K> }[Task];

export type FromWorker =
  | Done
  | { readonly kind: 'progress'; readonly id: number; readonly fraction: number }
  /** The abort of a request was heard; its work stops before the next slice. */
  | { readonly kind: 'stopped'; readonly id: number }
  /** Structured cloning keeps built-in error classes but not ours, so ours is told by a tag. */
  | { readonly kind: 'rejected'; readonly id: number; readonly message: string }
  | { readonly kind: 'failed'; readonly id: number; readonly error: Error };
