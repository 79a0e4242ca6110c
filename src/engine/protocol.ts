/** Messages between the page and the engine worker, and between it and its runner workers. */
import type { EncoderSpec } from '../model/spec.ts';
import type { ModelTensors } from '../model/tensors.ts';
import type { Batch } from './batch.ts';
import type {
  Device,
  Encoded,
  EncodeProgress,
  EngineEvent,
  LoadProgress,
  ModelInfo,
  ModelSource,
  Pair,
  Priority,
  Reading,
} from './types.ts';
import type { WireError } from './wire-error.ts';

/** Page → engine worker. `id` names the call that replies and aborts refer to. */
export type EngineRequest =
  | { kind: 'load'; id: number; source: ModelSource; device: Device | 'auto' }
  | { kind: 'encode'; id: number; pairs: readonly Pair[]; priority: Priority }
  | { kind: 'read'; id: number; pairs: readonly Pair[] }
  | { kind: 'abort'; id: number };

/** Engine worker → page. */
export type EngineReply =
  | { kind: 'loaded'; id: number; info: ModelInfo }
  | { kind: 'encoded'; id: number; result: Encoded }
  | { kind: 'readings'; id: number; readings: readonly Reading[] }
  | { kind: 'load-progress'; id: number; progress: LoadProgress }
  | { kind: 'encode-progress'; id: number; progress: EncodeProgress }
  | { kind: 'error'; id: number; error: WireError }
  | { kind: 'event'; event: EngineEvent };

/** Engine worker → runner worker. `start` comes once; `prepare` may come before, `run` after it. */
export type RunnerRequest =
  | { kind: 'prepare'; id: number; device: Device; threads: number }
  | {
      kind: 'start';
      id: number;
      device: Device;
      threads: number;
      spec: EncoderSpec;
      tensors: ModelTensors;
    }
  | { kind: 'run'; id: number; batch: Batch };

/** Runner worker → engine worker. `lost` may come at any time and ends the runner. */
export type RunnerReply =
  | { kind: 'done'; id: number }
  | { kind: 'vectors'; id: number; vectors: Float32Array<ArrayBuffer> }
  | { kind: 'error'; id: number; error: WireError }
  | { kind: 'lost'; reason: string };
