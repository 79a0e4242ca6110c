/** What the page (client.ts) asks of the worker that writes exports (service.ts). */
import { VECTORS_ERRORS } from '../vectors/protocol.ts';
import type { Format } from './files.ts';
import { ExportError, type ExportTable, type Manifest } from './types.ts';

/** Errors that leave the worker as themselves. */
export const EXPORT_ERRORS = { ExportError, ...VECTORS_ERRORS };

export interface ExportOrder {
  readonly format: Format;
  readonly table: ExportTable;
  /** Name of the files without their ends. */
  readonly base: string;
  readonly manifest: Manifest;
  /** Where the files go; null gives them back, for downloads. */
  readonly folder: FileSystemDirectoryHandle | null;
}

export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  /** Null where it lies in the folder. */
  readonly content: Blob | null;
}

export interface ExportsApi {
  /** Comes once, before all others: a port of the store of vectors (`VectorsApi`). */
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
