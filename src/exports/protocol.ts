/** Requests of the page (client.ts) to the worker that writes exports (service.ts). */
import { VECTORS_ERRORS } from '../vectors/protocol.ts';
import type { Format } from './files.ts';
import { ExportError, type ExportTable, type Manifest } from './types.ts';

/** Errors that leave the worker with their class. */
export const EXPORT_ERRORS = { ExportError, ...VECTORS_ERRORS };

export interface ExportOrder {
  readonly format: Format;
  readonly table: ExportTable;
  /** Name of the files without extensions. */
  readonly base: string;
  readonly manifest: Manifest;
  /** Folder for the files; null returns them, for downloads. */
  readonly folder: FileSystemDirectoryHandle | null;
}

export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  /** Content of the file; null where it lies in the folder. */
  readonly content: Blob | null;
}

export interface ExportsApi {
  /** Port of the store of vectors (`VectorsApi`). Comes once, before all other calls. */
  readonly connect: {
    readonly argument: MessagePort;
    readonly result: undefined;
    readonly progress: never;
  };
  readonly write: {
    readonly argument: ExportOrder;
    readonly result: readonly WrittenFile[];
    /** Fraction done, 0 to 1. */
    readonly progress: number;
  };
}
