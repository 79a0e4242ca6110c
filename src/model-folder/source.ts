import type { Precision } from '../encoders/quantise.ts';

/** Source of a model. */
export type ModelSource = FolderSource | CheckpointSource;

/** Facet's own folder, already converted. */
export type FolderSource =
  /**
   * A quantised folder that Facet wrote (with model.json), by URL of the folder, relative to the page, and its digest
   * if known.
   */
  | { readonly kind: 'facet'; readonly url: string; readonly digest?: string }
  /** A model imported into this browser, by its id in the model store. */
  | { readonly kind: 'stored'; readonly id: string };

/** A sentence-transformers folder by URL, converted in the page. */
export interface CheckpointSource {
  readonly kind: 'checkpoint';
  readonly url: string;
  readonly precision: Precision;
}

export interface LoadProgress {
  readonly stage: 'fetch' | 'convert' | 'start' | 'check';
  /** Bytes so far and in all; 0/0 for stages not counted in bytes. */
  readonly loadedBytes: number;
  readonly totalBytes: number;
  /** Milliseconds since load began. */
  readonly elapsedMs: number;
  /** Whether the bytes came from this browser's cache. */
  readonly cached: boolean;
}
