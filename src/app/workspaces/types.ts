/** What the list of workspaces knows of each without reading it. */
export interface WorkspaceEntry {
  readonly id: string;
  readonly name: string;
  /** When its contents last changed, in ms since 1970. */
  readonly changedAt: number;
  /** Names this content of it: a write that did not see the last one is refused. */
  readonly revision: string;
  /** Texts, queries and documents together. */
  readonly texts: number;
  readonly lenses: number;
  /** Roughly, in bytes. */
  readonly size: number;
  /** What it is an unchanged copy of ("example:requests", "new"); null once a person changed it. */
  readonly untouched: string | null;
  /** The version of its format. */
  readonly version: number;
  /** Why this Facet cannot open it; null where it can. */
  readonly problem: string | null;
}

/** Contents as they are stored. They may be of another Facet: read them with `parseStored`. */
export interface StoredDocument {
  readonly id: string;
  readonly workspace: unknown;
  readonly view: unknown;
}

export interface StoredRecord {
  readonly entry: WorkspaceEntry;
  readonly document: StoredDocument;
}
