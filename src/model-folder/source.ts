import type { Precision } from '../encoders/quantise.ts';

/** Where a model comes from. */
export type ModelSource = FolderSource | CheckpointSource;

/** Facet's own folder: converted before. */
export type FolderSource =
  /** A quantised folder that Facet wrote (model.json beside it), by URL of the folder, relative to the page, and its digest if it is known. */
  | { readonly kind: 'facet'; readonly url: string; readonly digest?: string }
  /** One that was imported into this browser, by its id in the model store. */
  | { readonly kind: 'stored'; readonly id: string };

/** A sentence-transformers folder by URL, converted in the page. */
export interface CheckpointSource {
  readonly kind: 'checkpoint';
  readonly url: string;
  readonly precision: Precision;
}

export interface LoadProgress {
  readonly stage: 'fetch' | 'convert' | 'start' | 'check';
  /** Bytes so far and in all; 0/0 for stages that are not counted in bytes. */
  readonly loadedBytes: number;
  readonly totalBytes: number;
  /** Milliseconds since load began. */
  readonly elapsedMs: number;
  /** Whether the bytes came from this browser's cache. */
  readonly cached: boolean;
}
