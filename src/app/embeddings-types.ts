import type { StoreApi } from 'zustand/vanilla';
import type { Engine, Pair } from '../engine/types.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Vectors } from '../vectors/client.ts';
import type { TurnLocks } from './embedding-turn.ts';
import type { EngineState } from './engine.ts';

export interface EmbeddingsState {
  /** Increments whenever vectors were added or dropped. */
  readonly version: number;
  /** The last finished run. */
  readonly last: {
    /** Texts that were embedded. */
    readonly texts: number;
    /** Texts whose vectors were kept in this browser. */
    readonly recalled: number;
    readonly ms: number;
  } | null;
  /** Of the model that runs, on this device: the fastest run so far; null before one that tells. */
  readonly tokensPerSecond: number | null;
  /** Why wanted vectors are missing; null while there is hope. */
  readonly error: string | null;
  readonly cancelled: boolean;
}

/** Whether vectors are kept in this browser. */
export interface Keeper {
  on(): boolean;
  /** What lets one tab embed while others read; absent where there are no others. */
  readonly locks?: TurnLocks | undefined;
  /** Told of each run that ended. */
  embedded(texts: number): void;
}

export interface EmbeddingsOptions {
  readonly engine: Pick<Engine, 'store'>;
  readonly vectors: Omit<Vectors, 'port'>;
  readonly jobs: Jobs;
  readonly model: StoreApi<EngineState>;
  /** Gives the pairs the page shows now. */
  readonly wanted: () => Iterable<Pair>;
  readonly keeping: Keeper;
  /** How long typing must rest. */
  readonly delayMs: number;
}
