import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Device, Engine, LoadProgress, ModelInfo, ModelSource } from '../engine/types.ts';
import { asSentence, isAbort, messageOf } from './errors.ts';

export type DeviceChoice = Device | 'auto';

type EngineStatus = 'idle' | 'loading' | 'ready' | 'recovering' | 'failed';

export interface EngineState {
  readonly status: EngineStatus;
  /** What runs, or ran before the load in progress. */
  readonly info: ModelInfo | null;
  readonly progress: LoadProgress | null;
  readonly choice: DeviceChoice;
  /** Why no model runs, in words for the user. */
  readonly error: string | null;
  /** Something that happened by itself and was dealt with: a lost device. */
  readonly notice: string | null;
  /** Counts the loads asked for by the user; vectors of an earlier one are not shown as this one's. */
  readonly generation: number;
  load(): Promise<void>;
  cancelLoad(): void;
  /** Pins a device (or lets the engine choose) and reloads on it. */
  choose(choice: DeviceChoice): Promise<void>;
  dismissNotice(): void;
}

export interface EngineStoreOptions {
  readonly engine: Engine;
  readonly source: ModelSource;
  readonly choice: DeviceChoice;
  /** Told of a new choice, to remember it. */
  readonly onChoice?: (choice: DeviceChoice) => void;
}

/** The model and the device that run it. A later load supersedes an earlier one. */
export function createEngineStore(options: EngineStoreOptions): StoreApi<EngineState> {
  const { engine, source } = options;
  let loading: AbortController | null = null;

  const store = createStore<EngineState>()((set, get) => ({
    status: 'idle',
    info: null,
    progress: null,
    choice: options.choice,
    error: null,
    notice: null,
    generation: 0,

    async load() {
      loading?.abort();
      const controller = new AbortController();
      loading = controller;
      set({ status: 'loading', progress: null, error: null, notice: null });
      try {
        const info = await engine.load({
          source,
          device: get().choice,
          signal: controller.signal,
          onProgress: (progress) => {
            if (loading === controller) set({ progress });
          },
        });
        if (loading !== controller) return;
        set({ status: 'ready', info, progress: null, generation: get().generation + 1 });
      } catch (error) {
        if (loading !== controller) return;
        set({
          status: 'failed',
          progress: null,
          error: isAbort(error) ? 'Loading was cancelled.' : messageOf(error),
        });
      }
    },

    cancelLoad() {
      loading?.abort();
    },

    async choose(choice) {
      set({ choice });
      options.onChoice?.(choice);
      await get().load();
    },

    dismissNotice() {
      set({ notice: null });
    },
  }));

  engine.onEvent((event) => {
    switch (event.kind) {
      case 'recovering':
        store.setState({
          status: 'recovering',
          notice: `${deviceName(event.device)} stopped: ${asSentence(event.reason)} Rebuilding; nothing is lost.`,
        });
        return;
      case 'recovered':
        store.setState({
          status: 'ready',
          info: event.info,
          notice: `Recovered on ${deviceName(event.info.device)}. Unfinished work was repeated.`,
        });
        return;
      case 'reduced':
        store.setState({
          info: event.info,
          notice: `Embedding runs on ${event.info.deviceDetail}, more slowly than it could: another worker did not start. ${asSentence(event.reason)}`,
        });
        return;
      case 'failed':
        store.setState({ status: 'failed', error: event.message, notice: null });
        return;
      default:
        event satisfies never;
    }
  });

  return store;
}

export function deviceName(device: Device): string {
  return device === 'webgpu' ? 'WebGPU' : 'WASM';
}
