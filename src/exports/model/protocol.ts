/** Requests of the page (client.ts) to the worker that exports a model (service.ts). */
import type { OnnxCheck } from '../../convert/check-onnx.ts';
import { EngineError } from '../../engine/errors.ts';
import { CheckpointError } from '../../lib/checkpoint-error.ts';
import { StorageError } from '../../model-folder/model-store.ts';
import type { FolderSource } from '../../model-folder/source.ts';
import { ExportError } from '../types.ts';

/** Errors that leave the worker with their class. */
export const MODEL_EXPORT_ERRORS = { ExportError, CheckpointError, StorageError, EngineError };

export interface ModelOrder {
  readonly source: FolderSource;
  /** Name of the folder of files, or of the zip archive without its end. */
  readonly base: string;
  /** Version of Facet. */
  readonly appVersion: string;
  /** Folder in which the files get a folder of their own; null returns a zip archive, for a download. */
  readonly folder: FileSystemDirectoryHandle | null;
}

export type ModelStep = 'reading' | 'writing' | 'checking' | 'packing';

export interface ModelProgress {
  readonly step: ModelStep;
  /** Bytes of all steps together; what is still to be written is estimated until the weights are read. */
  readonly done: number;
  readonly total: number;
}

export interface ExportedModel {
  /** Name of the folder, or of the archive. */
  readonly name: string;
  /** Size of each file in bytes. */
  readonly sizes: ReadonlyMap<string, number>;
  /** The archive; null where the files lie in the folder. */
  readonly archive: Blob | null;
  /** What each graph gave when it was run from the files; a reason, as a sentence, where none could be run here. */
  readonly checks: readonly OnnxCheck[] | string;
}

export interface ModelExportApi {
  readonly write: {
    readonly argument: ModelOrder;
    readonly result: ExportedModel;
    readonly progress: ModelProgress;
  };
}
