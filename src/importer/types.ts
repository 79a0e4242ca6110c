/**
 * Types between the page and an import: a model's source, the plan of an import, and its progress. The
 * page uses imports through these types and `createImporter` (client.ts) only.
 */

import type { EncoderSpec } from '../encoders/families/index.ts';
import type { InputRules, InstructionRole } from '../encoders/input.ts';
import type { Precision } from '../encoders/quantise.ts';
import type { StoredModel } from '../model-folder/model-store.ts';

export type ImportSource =
  /** A repository on the Hugging Face Hub, or on a mirror with the same layout of addresses. */
  | {
      readonly kind: 'hub';
      /** Repository id, e.g. "hkunlp/instructor-base". */
      readonly id: string;
      /** Branch, tag or commit; "main" by default. */
      readonly revision: string;
      /** Base address of the hub, "https://huggingface.co". */
      readonly hub: string;
      /** Access token, kept in memory only. */
      readonly token?: string | undefined;
    }
  /** Any folder on a web server: the sentence-transformers layout, or one that Facet wrote. */
  | { readonly kind: 'url'; readonly url: string; readonly token?: string | undefined }
  /** Chosen or dropped files by their path in the folder ("1_Pooling/config.json"). */
  | { readonly kind: 'files'; readonly label: string; readonly files: ReadonlyMap<string, Blob> };

/** A source on a web server. */
export type NetworkSource = Exclude<ImportSource, { readonly kind: 'files' }>;

/** Plan of an import, known before the weights are read. */
export interface ImportPlan {
  readonly name: string;
  /** A checkpoint is quantised here; a Facet folder is copied in its one precision. */
  readonly layout: 'checkpoint' | 'facet';
  readonly spec: EncoderSpec;
  /** Rules for instruction and text. The instruction's role is a guess if the folder does not record it. */
  readonly input: InputRules;
  /** Doubt about the token ids, in words for the user. */
  readonly doubt: string | null;
  readonly parameters: number;
  /** Bytes to read from the source. */
  readonly sourceBytes: number;
  /** Choices by precision, in the order in which they are offered. */
  readonly choices: readonly ImportChoice[];
  /** Bytes that this browser still grants the page; null if it does not tell. */
  readonly freeBytes: number | null;
  /** Unfinished imports of the same source by precision, with the source bytes that need not be read again. */
  readonly unfinished: readonly { readonly precision: Precision; readonly doneBytes: number }[];
}

export interface ImportChoice {
  readonly precision: Precision;
  /** Bytes stored in this browser. */
  readonly restBytes: number;
  /** Parameters of the model, and of these the ones that every token meets. */
  readonly parameters: number;
  readonly layerParameters: number;
  /** Estimated peak memory of the import, in bytes. */
  readonly importMemoryBytes: number;
  /** Estimated memory of the running model, in bytes. */
  readonly runMemoryBytes: number;
}

export interface ImportProgress {
  /** Source bytes that are read, quantised and stored, including an earlier unfinished import's. */
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Current step for the user: "layer 3 of 12". */
  readonly step: string;
  /** Milliseconds left at the pace so far; null before there is a pace. */
  readonly leftMs: number | null;
}

/** Reason of a signal that pauses an import: finished work stays, as after a closed tab. */
export class ImportPaused extends DOMException {
  constructor() {
    super('The import was paused', 'AbortError');
  }
}

export interface ImportOptions {
  readonly precision: Precision;
  /** Role of the instruction, which corrects the plan's. */
  readonly instruction?: InstructionRole | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface Importer {
  /**
   * Reads the source's configuration, a few kB.
   * @throws CheckpointError that says why Facet cannot run the model; AbortError.
   */
  inspect(source: ImportSource, signal?: AbortSignal): Promise<ImportPlan>;
  /**
   * Reads, quantises and stores the model. The next import of the same source, revision and precision
   * resumes one that ended early for any reason but `signal`. An abort of `signal` discards the finished
   * work, unless its reason is {@link ImportPaused}.
   * @throws CheckpointError, StorageError (a full disk), AbortError.
   */
  run(source: ImportSource, options: ImportOptions): Promise<StoredModel>;
  /** Removes the files that an inspection of a server without ranges kept; its source will not be run. */
  forget(): void;
  close(): void;
}
