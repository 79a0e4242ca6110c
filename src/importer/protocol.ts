/** Calls of the page to the import worker. */

import type { InstructionRole } from '../encoders/input.ts';
import type { Precision } from '../encoders/quantise.ts';
import { EngineError } from '../engine/errors.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { StorageError, type StoredModel } from '../model-folder/model-store.ts';
import type { ImportPlan, ImportProgress, ImportSource } from './types.ts';

/** Errors that leave the import worker with their class. */
export const IMPORT_ERRORS = { CheckpointError, StorageError, EngineError };

/** API of the import worker. An aborted call answers once it has cleaned up. */
export interface ImportApi {
  /** Comes first where the source lies on another site: the port to the fetch frame (fetch-protocol.ts). */
  readonly reach: {
    readonly argument: { readonly port: MessagePort };
    readonly result: undefined;
    readonly progress: never;
  };
  readonly inspect: {
    readonly argument: { readonly source: ImportSource };
    readonly result: {
      readonly plan: ImportPlan;
      /**
       * Whether the worker keeps source files on the disk: its own run reads them, another's would fetch them again.
       */
      readonly kept: boolean;
    };
    readonly progress: never;
  };
  readonly run: {
    readonly argument: {
      readonly source: ImportSource;
      readonly precision: Precision;
      readonly instruction?: InstructionRole | undefined;
    };
    readonly result: StoredModel;
    readonly progress: ImportProgress;
  };
  /** Removes the kept files of an inspected source that will not be imported. */
  readonly forget: {
    readonly argument: null;
    readonly result: undefined;
    readonly progress: never;
  };
}
