/**
 * What crosses the seam between the page and an import: where a model comes from, what it will take, and how far
 * it has come. The page sees imports through these types and `createImporter` (client.ts) only.
 */

import type { EncoderSpec } from '../encoders/families/index.ts';
import type { InputRules, InstructionRole } from '../encoders/input.ts';
import type { Precision } from '../encoders/quantise.ts';
import type { StoredModel } from '../model-folder/model-store.ts';

export type ImportSource =
  /** A repository on the Hugging Face Hub, or a mirror that speaks its layout of addresses. */
  | {
      readonly kind: 'hub';
      /** "hkunlp/instructor-base". */
      readonly id: string;
      /** Branch, tag or commit; "main" where nothing else is asked for. */
      readonly revision: string;
      /** The hub's base address, "https://huggingface.co". */
      readonly hub: string;
      /** Kept in memory only, never stored. */
      readonly token?: string | undefined;
    }
  /** Any folder on a web server: sentence-transformers layout, or one that Facet wrote. */
  | { readonly kind: 'url'; readonly url: string; readonly token?: string | undefined }
  /** Chosen or dropped files, by their path in the folder ("1_Pooling/config.json"). */
  | { readonly kind: 'files'; readonly label: string; readonly files: ReadonlyMap<string, Blob> };

/** What an import will take, known before the weights are read. */
export interface ImportPlan {
  readonly name: string;
  /** A checkpoint is quantised here; a Facet folder is taken as it is, in the one precision it has. */
  readonly layout: 'checkpoint' | 'facet';
  readonly spec: EncoderSpec;
  /** How instruction and text are read; where the folder doesn't say what the instruction is, this is a guess. */
  readonly input: InputRules;
  /** What speaks against the token ids, in words for the user. */
  readonly doubt: string | null;
  readonly parameters: number;
  /** Bytes that will be read of the source. */
  readonly sourceBytes: number;
  /** By precision, in the order they are offered. */
  readonly choices: readonly ImportChoice[];
  /** Bytes this browser still grants the page; null where it does not say. */
  readonly freeBytes: number | null;
  /** An earlier import of the same source that did not end, per precision: bytes of the source that need not be read again. */
  readonly unfinished: readonly { readonly precision: Precision; readonly doneBytes: number }[];
}

export interface ImportChoice {
  readonly precision: Precision;
  /** Bytes at rest in this browser. */
  readonly restBytes: number;
  /** Peak memory of the import, bytes, estimated. */
  readonly importMemoryBytes: number;
  /** Memory that the model takes while it runs, bytes, estimated. */
  readonly runMemoryBytes: number;
}

export interface ImportProgress {
  /** Bytes of the source done: read, quantised and stored. Those of an earlier, unfinished import count. */
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** What is being done, for the user: "layer 3 of 12". */
  readonly step: string;
  /** Milliseconds, from the pace so far; null while there is none. */
  readonly leftMs: number | null;
}

/** The reason of a signal that pauses an import: what was done is kept, as after a closed tab. */
export class ImportPaused extends DOMException {
  constructor() {
    super('The import was paused', 'AbortError');
  }
}

export interface ImportOptions {
  readonly precision: Precision;
  /** Corrects what the plan says of the instruction. */
  readonly instruction?: InstructionRole | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface Importer {
  /**
   * Reads the source's configuration, a few kB.
   * @throws CheckpointError if it is no model that Facet can run, saying why; AbortError.
   */
  inspect(source: ImportSource, signal?: AbortSignal): Promise<ImportPlan>;
  /**
   * Reads, quantises and stores the model. An import that ends early for any reason but `signal` is gone on with
   * by the next one of the same source, revision and precision; `signal` throws what was done away, unless its
   * reason is {@link ImportPaused}.
   * @throws CheckpointError, StorageError (a full disk), AbortError.
   */
  run(source: ImportSource, options: ImportOptions): Promise<StoredModel>;
  /** What was inspected last is not going to be run: removes what a server without ranges made it keep. */
  forget(): void;
  close(): void;
}
