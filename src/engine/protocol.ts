/** Calls from the page to the engine worker, and from the engine worker to its runner workers. */

import type { EncoderSpec } from '../encoders/families/index.ts';
import type { ModelTensors } from '../encoders/tensors.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { StorageError } from '../model-folder/model-store.ts';
import type { LoadProgress, ModelSource } from '../model-folder/source.ts';
import type { Batch } from './batch.ts';
import { EngineError } from './errors.ts';
import type {
  Device,
  Encoded,
  EncodeProgress,
  InputTokens,
  ModelInfo,
  Pair,
  Priority,
  Split,
  SplitRequest,
  Stored,
} from './types.ts';

/** Errors that leave the engine's workers with their class. */
export const ENGINE_ERRORS = { CheckpointError, StorageError, EngineError };

/** Page → engine worker, whose events are {@link EngineEvent}s. */
export interface EngineApi {
  /** Port of the store of vectors. Comes once, before `store`. */
  readonly connect: {
    readonly argument: MessagePort;
    readonly result: undefined;
    readonly progress: never;
  };
  readonly load: {
    readonly argument: { readonly source: ModelSource; readonly device: Device | 'auto' };
    readonly result: ModelInfo;
    readonly progress: LoadProgress;
  };
  readonly encode: {
    readonly argument: { readonly pairs: readonly Pair[]; readonly priority: Priority };
    readonly result: Encoded;
    readonly progress: EncodeProgress;
  };
  readonly store: {
    readonly argument: {
      readonly pairs: readonly Pair[];
      readonly priority: Priority;
      /** Whether the vectors go to the disk. */
      readonly keep: boolean;
    };
    readonly result: Stored;
    readonly progress: EncodeProgress;
  };
  /** Answered as soon as the worker has a turn: silence tells the page that it hangs. */
  readonly ping: {
    readonly argument: null;
    readonly result: null;
    readonly progress: never;
  };
  readonly read: {
    readonly argument: readonly Pair[];
    readonly result: readonly InputTokens[];
    readonly progress: never;
  };
  readonly split: {
    readonly argument: SplitRequest;
    readonly result: Split;
    readonly progress: never;
  };
}

/** Engine worker → runner worker. `start` comes once; `prepare` may come before, `run` after it. */
export interface RunnerApi {
  readonly prepare: {
    readonly argument: { readonly device: Device; readonly threads: number };
    readonly result: undefined;
    readonly progress: never;
  };
  readonly start: {
    readonly argument: {
      readonly device: Device;
      readonly threads: number;
      readonly spec: EncoderSpec;
      readonly tensors: ModelTensors;
    };
    readonly result: undefined;
    readonly progress: never;
  };
  readonly run: {
    readonly argument: Batch;
    readonly result: Float32Array<ArrayBuffer>;
    readonly progress: never;
  };
}

/** Loss of the device, which ends the runner: at any time after `start`. */
export interface RunnerLost {
  readonly reason: string;
}
