import type { StoreApi } from 'zustand/vanilla';
import type { Engine, Pair } from '../../engine/types.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Vectors } from '../../vectors/client.ts';
import type { EngineState } from '../models/engine.ts';
import type { TurnLocks } from './embedding-turn.ts';

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
  /** Speed of the fastest run so far of this model on this device; null before a run long enough to tell. */
  readonly tokensPerSecond: number | null;
  /** Reason that wanted vectors are missing; null while they may still come. */
  readonly error: string | null;
  readonly cancelled: boolean;
}

/** Storage that keeps vectors in this browser. */
export interface Keeper {
  on(): boolean;
  /** Locks that let one tab embed while others read; absent where there are no other tabs. */
  readonly locks?: TurnLocks | undefined;
  /** Called after each run. */
  embedded(texts: number): void;
}

export interface EmbeddingsOptions {
  readonly engine: Pick<Engine, 'store'>;
  readonly vectors: Omit<Vectors, 'port'>;
  readonly jobs: Jobs;
  readonly model: StoreApi<EngineState>;
  /** Returns the pairs that the page shows now. */
  readonly wanted: () => Iterable<Pair>;
  readonly keeping: Keeper;
  /** Milliseconds that typing must rest. */
  readonly delayMs: number;
}
