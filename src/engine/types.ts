import type { LoadProgress, ModelSource } from '../model-folder/source.ts';
/**
 * Types between the page and the engine. Every other room sees the engine through these types and `EngineClient`
 * (client.ts) only.
 */

import type { InputRules } from '../encoders/input.ts';
import type { Precision } from '../encoders/quantise.ts';

/** An instruction and the text it applies to. An empty instruction is the model's default prompt, or none. */
export type Pair = readonly [instruction: string, text: string];

/** Urgency: interactive work, which a person waits for, overtakes bulk work between batches. */
export type Priority = 'interactive' | 'bulk';

export type Device = 'webgpu' | 'wasm';

/**
 * Reason that no token of a text is in the mean, so that its vector says nothing of it:
 *
 * - `fused`: the instruction's last characters and the text became one token, which counts as the instruction's;
 * - `cut`: the instruction fills the model's limit, and the whole text lies beyond it;
 * - `empty`: the tokeniser makes no token of the text.
 */
export type Unread = 'fused' | 'cut' | 'empty';

/** Findings of the tokeniser, one entry a text. */
interface TokenCounts {
  /** Tokens the encoder reads: instruction + text + end token, after truncation. Uint32Array [n]. */
  readonly tokens: Uint32Array;
  /** Tokens left out of the pooling mean (the instruction's). Uint32Array [n]. */
  readonly masked: Uint32Array;
  /** 1 where the input was cut at the model's limit. Uint8Array [n]. */
  readonly truncated: Uint8Array;
  /** Reason that nothing of the text is in the mean; null where something is. [n]. */
  readonly unread: readonly (Unread | null)[];
  /**
   * Reason that the text could not be tokenised, in words for the user; null where it could. Its vector is zeros. [n].
   */
  readonly refused: readonly (string | null)[];
}

export interface Encoded extends TokenCounts {
  /**
   * Vectors, Float32Array [n × dim], row-major: as the published package gives them, so of length 1 only where the
   * model normalises. An empty mean is a zero vector before the model's Dense layers.
   */
  readonly vectors: Float32Array<ArrayBuffer>;
  readonly dim: number;
}

/** An encoding whose vectors went into the store of vectors: the part that the page gets. */
export interface Stored extends TokenCounts {
  /** Number of the first row in the store; the others follow it. */
  readonly first: number;
  readonly dim: number;
  /** 1 where the model gives zeros. Uint8Array [n]. */
  readonly zeros: Uint8Array;
}

/**
 * Role of a token in the encoder: read but left out of the mean (the instruction), read and in the mean, or, beyond the
 * model's limit, neither.
 */
type TokenRole = 'masked' | 'pooled' | 'cut';

/** A token of an input, in the order read. */
export interface Token {
  /** Piece in the vocabulary's spelling: `▁` is a space before it (T5), `##` continues a word (BERT). */
  readonly piece: string;
  readonly role: TokenRole;
  /** Whether the tokeniser added it: start and end tokens. */
  readonly special: boolean;
}

/** The reading of an input, token by token. */
export interface InputTokens {
  /** Tokens read, the end token last of them, then the first 200 of those cut. */
  readonly tokens: readonly Token[];
  /** Numbers of tokens read: masked ones, and pooled ones. */
  readonly masked: number;
  readonly pooled: number;
  /** Number of tokens beyond the limit; `tokens` may hold fewer. */
  readonly cut: number;
  /** Whether `cut` counts all of the text; of a text of megabytes it counts only the start. */
  readonly counted: boolean;
  /** Reason that nothing of the text is in the mean; null where something is. */
  readonly unread: Unread | null;
}

/** Texts to be cut into chunks that are read whole under any of some instructions. */
export interface SplitRequest {
  readonly texts: readonly string[];
  readonly instructions: readonly string[];
  /**
   * Most tokens of a chunk, without the instruction's and the special ones: texts with more are cut. Null cuts texts
   * beyond the model's limit, into chunks as long as it allows.
   */
  readonly size: number | null;
  /** Most tokens that a chunk repeats of the one before; null for 15 % of a chunk. */
  readonly overlap: number | null;
}

export interface Split {
  /** Tokens that the model's limit leaves for a chunk; null where the instructions leave too few. */
  readonly most: number | null;
  /** Number of texts beyond the model's limit. */
  readonly long: number;
  /**
   * For each text, start and end of each chunk in UTF-16 units, Uint32Array [2 × chunks]; null for a text that is not
   * cut.
   */
  readonly places: readonly (Uint32Array | null)[];
}

export interface EncodeProgress {
  /** Texts finished of `total`. */
  readonly done: number;
  readonly total: number;
  /** Tokens finished and in all: they measure the time left better, since texts differ in length. */
  readonly tokensDone: number;
  readonly tokensTotal: number;
}

export interface EncodeOptions {
  readonly signal?: AbortSignal;
  readonly priority?: Priority;
  readonly onProgress?: (progress: EncodeProgress) => void;
}

export interface StoreOptions extends EncodeOptions {
  /** Whether the vectors go to the disk; default false. */
  readonly keep?: boolean;
}

export interface LoadOptions {
  readonly source: ModelSource;
  /** Device; 'auto' takes WebGPU if an adapter passes the self-check, else WASM. */
  readonly device: Device | 'auto';
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** A device that was not used, with the reason in words for the user. */
export interface Refusal {
  readonly device: Device;
  /** Kind of refusal. Missing: the browser offers none. Failed: it was tried, and did not start, check or last. */
  readonly kind: 'missing' | 'failed';
  readonly reason: string;
}

/** Agreement of a device with the model's stored vectors. */
export interface SelfCheck {
  /** Lowest cosine between the runner's canary vectors and the stored ones. */
  readonly cosine: number;
  /** Largest |Δ| of a value, as a fraction of the stored vector's length. */
  readonly difference: number;
}

/** The running model and device. */
export interface ModelInfo {
  readonly name: string;
  readonly dim: number;
  readonly maxSeqLength: number;
  /** Name of the encoder's family for the user: "T5 encoder". */
  readonly family: string;
  /** Rules for reading instruction and text. */
  readonly input: InputRules;
  readonly precision: Precision;
  /** Parameters that every token meets: the cost of a token. */
  readonly layerParameters: number;
  /** Bytes of weights, tokenizer and configuration. */
  readonly bytes: number;
  readonly device: Device;
  /** Description of the device, e.g. "SwiftShader" for a GPU, "2 workers × 1 thread, SIMD" for WASM. */
  readonly deviceDetail: string;
  /** Self-check of the first worker. */
  readonly selfCheck: SelfCheck;
  /** Whether one digest covers the whole folder; an earlier Facet wrote none. */
  readonly sealed: boolean;
  readonly refusals: readonly Refusal[];
  /** SHA-256 over weights, tokenizer and rules of reading: the model part of a vector's cache key. */
  readonly fingerprint: string;
  readonly loadMs: number;
}

/** Events that no call asked for. */
export type EngineEvent =
  /** A runner was lost (GPU device lost, failed run, crashed worker) and is being rebuilt. */
  | { readonly kind: 'recovering'; readonly device: Device; readonly reason: string }
  /** The engine runs again, perhaps on another device. */
  | { readonly kind: 'recovered'; readonly info: ModelInfo }
  /** The device runs with fewer workers than it should: some did not start. */
  | { readonly kind: 'reduced'; readonly info: ModelInfo; readonly reason: string }
  /** The worker hung in its model, and was ended; encode calls fail until load is called again. */
  | { readonly kind: 'hung'; readonly message: string }
  /** No device is left; encode calls fail until load is called again. */
  | { readonly kind: 'failed'; readonly message: string };

/** The engine as the page sees it: `createEngineClient()` in client.ts makes one over a Web Worker. */
export interface Engine {
  /**
   * Loads a model, replacing the current one. Resolves once a device has passed its self-check and can
   * embed; further workers may join it later.
   * @throws CheckpointError for a bad or missing file; EngineError if no device works; AbortError.
   */
  load(options: LoadOptions): Promise<ModelInfo>;
  /**
   * Embeds pairs in submission order; the vectors do not depend on what else is in the call.
   * @throws EngineError if no model is loaded or every device failed; AbortError on cancel.
   */
  encode(pairs: readonly Pair[], options?: EncodeOptions): Promise<Encoded>;
  /**
   * Does as `encode`, but the vectors go to the store of vectors, and not through the page. If they are to be kept,
   * they count as those of the device that runs at the end: one that was lost on the way may have computed some.
   * @throws as `encode`; VectorsError if they cannot be stored.
   */
  store(pairs: readonly Pair[], options?: StoreOptions): Promise<Stored>;
  /**
   * Tells how each pair is read: the very tokens that `encode` embeds.
   * @throws EngineError if no model is loaded; AbortError.
   */
  read(
    pairs: readonly Pair[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<readonly InputTokens[]>;
  /**
   * Cuts long texts into chunks, at sentences where it can.
   * @throws EngineError if no model is loaded; AbortError.
   */
  split(request: SplitRequest, options?: { readonly signal?: AbortSignal }): Promise<Split>;
  /** Subscribes to engine events; returns the unsubscribe function. */
  onEvent(listener: (event: EngineEvent) => void): () => void;
  /** Ends the workers. Pending calls reject with EngineError. */
  close(): void;
}
