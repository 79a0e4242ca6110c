/** Vector stores on other machines, as the page sees them: what they hold, how they are searched, what they cannot do. */

/** Programs that Facet talks to; Milvus has two REST interfaces, of which the older ones know the first alone. */
export const STORE_KINDS = ['milvus', 'milvus-v2', 'chroma'] as const;
export type StoreKind = (typeof STORE_KINDS)[number];

export interface StoreAddress {
  readonly kind: StoreKind;
  /** Address of the server, without a query: "http://localhost:19530". */
  readonly url: string;
  /** Sent as `Authorization: Bearer`; never kept. */
  readonly token: string | null;
  /** Milvus: database. Chroma: "tenant/database", or a database of the default tenant. Null: the server's default. */
  readonly database: string | null;
}

/** What a score says: the cosine and the inner product grow with likeness, the squared distance falls. */
export type Metric = 'cosine' | 'inner product' | 'squared distance';

export interface StoreField {
  readonly name: string;
  readonly kind: 'id' | 'vector' | 'text' | 'other';
}

/** True, or the reason that the store cannot, as a sentence. */
export type Can = true | string;

interface StoreAbilities {
  /** Whether a search compares with every vector. */
  readonly exact: Can;
  /** Whether rows can be drawn at random, and their vectors read. */
  readonly sample: Can;
  /** Whether the store says how many rows it has. */
  readonly count: Can;
}

export interface StoreCollection {
  readonly name: string;
  /** Width of its vectors; null where the store does not say. */
  readonly dim: number | null;
  readonly metric: Metric | null;
  /** Number of rows; null where the store does not say. */
  readonly count: number | null;
  readonly fields: readonly StoreField[];
  /** What its owner wrote beside it: Chroma's metadata, Milvus's description (if it is JSON, its fields). */
  readonly notes: Readonly<Record<string, string>>;
  readonly can: StoreAbilities;
}

/** Which rows' fields a request reads. */
interface ReadFields {
  readonly collection: StoreCollection;
  /** Field of the texts; null reads none. */
  readonly text: string | null;
}

interface StoreRow {
  /** The store's own id; a number of 64 bits stays exact as text. */
  readonly id: string;
  /** Null where the row has none. */
  readonly text: string | null;
}

interface StoreHit extends StoreRow {
  /** By the collection's metric. */
  readonly score: number;
}

export interface StoreFound {
  /** Best first; at most k. */
  readonly hits: readonly StoreHit[];
  /** Milliseconds from the request to the whole answer: the store's and the network's. */
  readonly ms: number;
}

export interface SampledRow extends StoreRow {
  /** Null unless asked for. Float32Array [dim]. */
  readonly vector: Float32Array<ArrayBuffer> | null;
}

export interface StoreSample {
  /** In random order: the first m of them are a sample as well. */
  readonly rows: readonly SampledRow[];
  /** Number of rows that it was drawn from. */
  readonly of: number;
}

export interface SampleRequest extends ReadFields {
  readonly count: number;
  /** The same seed draws the same rows, as long as the collection stays the same. */
  readonly seed: number;
  readonly vectors: boolean;
  /** Draws from about so many of the first rows alone, which need not list all. */
  readonly within?: number;
}

interface StoreCallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A sample is drawn in two steps: the ids of all rows are listed, then the drawn rows are read. */
export interface SampleProgress {
  readonly step: 'listing' | 'reading';
  readonly done: number;
  /** Null where the store does not say how many rows it has. */
  readonly total: number | null;
}

export interface SampleOptions extends StoreCallOptions {
  readonly onProgress?: ((progress: SampleProgress) => void) | undefined;
}

/**
 * A vector store. It is only read. All answers are checked as data from outside. @throws StoreError from each method;
 * AbortError on cancel.
 */
export interface RemoteStore {
  /** Names of the collections, sorted. */
  collections(options?: StoreCallOptions): Promise<readonly string[]>;
  describe(name: string, options?: StoreCallOptions): Promise<StoreCollection>;
  /**
   * Finds the k nearest rows of a vector, Float32Array [dim]. It alone is sent: no text is.
   * @param request.k 1 to {@link MOST_HITS}.
   */
  search(
    request: ReadFields & { readonly vector: Float32Array; readonly k: number },
    options?: StoreCallOptions,
  ): Promise<StoreFound>;
  /** Draws rows at random, each at most once. */
  sample(request: SampleRequest, options?: SampleOptions): Promise<StoreSample>;
}

/** Most rows of one search. */
export const MOST_HITS = 1000;
/** Most rows of a sample. */
export const MOST_SAMPLED = 100_000;
/** Most rows of a collection that samples are drawn from: all their ids are listed. */
export const MOST_LISTED = 20_000_000;

/**
 * Kind of a failure. Blocked: the browser let no answer through. Silent: none came in time. Refused: the server wants
 * another token. Missing: it has no such collection, or it is no such server. Failed: it says that it could not. Answer:
 * what it says makes no sense. Asked: the request itself was wrong.
 */
export type StoreFault =
  | 'blocked'
  | 'silent'
  | 'refused'
  | 'missing'
  | 'failed'
  | 'answer'
  | 'asked';

/** A request to a store that failed. The message says what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly fault: StoreFault;

  constructor(fault: StoreFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}
