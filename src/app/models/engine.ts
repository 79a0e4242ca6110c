import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Device, Engine, ModelInfo } from '../../engine/types.ts';
import { asSentence, isAbort, messageOf } from '../../lib/errors.ts';
import type { LoadProgress, ModelSource } from '../../model-folder/source.ts';

export type DeviceChoice = Device | 'auto';

type EngineStatus = 'idle' | 'loading' | 'ready' | 'recovering' | 'failed';

export interface EngineState {
  readonly status: EngineStatus;
  /** The model that runs, or ran before the load in progress. */
  readonly info: ModelInfo | null;
  readonly progress: LoadProgress | null;
  readonly choice: DeviceChoice;
  /** The imported model that was chosen, by its id in the model store; null is the built-in one. */
  readonly modelId: string | null;
  /** Reason that no model runs, in words for the user. */
  readonly error: string | null;
  /** An event that Facet dealt with by itself: a lost device, a model that is gone. */
  readonly notice: string | null;
  /** Counts the loads that the user asked for; vectors of an earlier load are not shown as this one's. */
  readonly generation: number;
  load(): Promise<void>;
  cancelLoad(): void;
  /** Pins a device (or lets the engine choose) and reloads on it. */
  choose(choice: DeviceChoice): Promise<void>;
  /** Loads another model: an imported one by its id, or the built-in one. */
  use(modelId: string | null): Promise<void>;
  dismissNotice(): void;
}

export interface EngineStoreOptions {
  readonly engine: Engine;
  /** The built-in model, used when a chosen one can't be loaded. */
  readonly source: ModelSource;
  readonly choice: DeviceChoice;
  readonly modelId: string | null;
  /** Called with a new choice, to remember it. */
  readonly onChoice?: (choice: DeviceChoice) => void;
  readonly onModel?: (modelId: string | null) => void;
}

/** Creates the store of the model and the device that run it. A later load supersedes an earlier one. */
export function createEngineStore(options: EngineStoreOptions): StoreApi<EngineState> {
  const { engine, source: builtin } = options;
  let loading: AbortController | null = null;

  const store = createStore<EngineState>()((set) => ({
    status: 'idle',
    info: null,
    progress: null,
    choice: options.choice,
    modelId: options.modelId,
    error: null,
    notice: null,
    generation: 0,

    load: () => begin(null),

    cancelLoad() {
      loading?.abort();
    },

    async choose(choice) {
      set({ choice });
      options.onChoice?.(choice);
      await begin(null);
    },

    async use(modelId) {
      set({ modelId });
      options.onModel?.(modelId);
      await begin(null);
    },

    dismissNotice() {
      set({ notice: null });
    },
  }));

  async function begin(notice: string | null): Promise<void> {
    const { getState: get, setState: set } = store;
    loading?.abort();
    const controller = new AbortController();
    loading = controller;
    set({ status: 'loading', progress: null, error: null, notice });
    const { modelId, choice } = get();
    try {
      const info = await engine.load({
        source: modelId === null ? builtin : { kind: 'stored', id: modelId },
        device: choice,
        signal: controller.signal,
        onProgress: (progress) => {
          if (loading === controller) set({ progress });
        },
      });
      if (loading !== controller) return;
      set({ status: 'ready', info, progress: null, generation: get().generation + 1 });
    } catch (error) {
      if (loading !== controller) return;
      if (modelId !== null && !isAbort(error)) {
        await fallBack(`The chosen model could not be loaded: ${asSentence(messageOf(error))}`);
        return;
      }
      set({
        status: 'failed',
        progress: null,
        error: isAbort(error) ? 'Loading was cancelled.' : messageOf(error),
      });
    }
  }

  /** @param why Reason, as a sentence. */
  async function fallBack(why: string): Promise<void> {
    store.setState({ modelId: null });
    options.onModel?.(null);
    await begin(`${why} The built-in one is used in its place.`);
  }

  /** Ends a model that hung with its worker: another worker starts, and waits for a model. */
  function giveUp(message: string): void {
    if (store.getState().modelId !== null) {
      void fallBack(asSentence(message));
      return;
    }
    loading = null;
    store.setState({ status: 'failed', progress: null, error: message, notice: null });
  }

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
      case 'hung':
        giveUp(event.message);
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
