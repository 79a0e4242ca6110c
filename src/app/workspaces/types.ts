import type { Slice } from './slices.ts';

/** Facts about a workspace that the list knows without reading it. */
export interface WorkspaceEntry {
  readonly id: string;
  readonly name: string;
  /** Time of the last change of its contents, in ms since 1970. */
  readonly changedAt: number;
  /** Name of this version of the contents: a write that did not see the last one is refused. */
  readonly revision: string;
  /** Number of texts, queries and documents together. */
  readonly texts: number;
  readonly lenses: number;
  /** Approximate size, in bytes. */
  readonly size: number;
  /** Source that it is an unchanged copy of ("example:requests", "new"); null once a person changed it. */
  readonly untouched: string | null;
  /** Version of its format. */
  readonly version: number;
  /** Reason that this Facet cannot open it; null where it can. */
  readonly problem: string | null;
}

/** Stored contents. They may be of another Facet: read them with `parseStored`. */
export interface StoredDocument {
  readonly id: string;
  readonly workspace: unknown;
  readonly view: unknown;
}

export interface StoredRecord {
  readonly entry: WorkspaceEntry;
  readonly document: StoredDocument;
  /** All slices that the document names. */
  readonly slices: readonly Slice[];
}
