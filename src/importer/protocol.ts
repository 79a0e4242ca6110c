/**
 * What the page asks of the import worker, straight or through the fetch frame (frame.ts). Nothing of it has room for a
 * text of the user's: a frame that may reach other sites is told nothing it could send.
 */

import type { InstructionRole } from '../encoders/input.ts';
import type { Precision } from '../encoders/quantise.ts';
import { EngineError } from '../engine/errors.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { StorageError, type StoredModel } from '../model-folder/model-store.ts';
import type { ImportPlan, ImportProgress, ImportSource } from './types.ts';

/** Errors that leave the import worker as themselves. */
export const IMPORT_ERRORS = { CheckpointError, StorageError, EngineError };

/** An aborted call answers once it has cleaned up. */
export interface ImportApi {
  readonly inspect: {
    readonly argument: { readonly source: ImportSource };
    readonly result: {
      readonly plan: ImportPlan;
      /** Files of the source lie on the disk: a run of the same worker reads them, another would fetch them again. */
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
  /** What was inspected is not imported: removes what was kept of it. */
  readonly forget: {
    readonly argument: null;
    readonly result: undefined;
    readonly progress: never;
  };
}

/** The fetch frame has its port and its worker. */
export interface FrameReady {
  readonly kind: 'ready';
}
