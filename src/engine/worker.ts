/**
 * The engine's worker: loads models, tokenises, schedules. Sessions live in runner workers below it,
 * so that a device can be lost, or given up, without losing the queue.
 */

import { loadSource } from '../convert/load-source.ts';
import { familyOf } from '../encoders/families/index.ts';
import type { ModelTensor } from '../encoders/tensors.ts';
import type { Model } from '../model-folder/format.ts';
import type { LoadedModel } from '../model-folder/load-model.ts';
import { layerParameters } from '../model-folder/size.ts';
import type { LoadProgress } from '../model-folder/source.ts';
import type { Origin } from '../vectors/kept/types.ts';
import { VECTORS_ERRORS, type VectorsApi } from '../vectors/protocol.ts';
import { Connection } from '../workers/connect.ts';
import { serve } from '../workers/serve.ts';
import { transfer } from '../workers/transfer.ts';
import type { CallContext } from '../workers/types.ts';
import { type ActiveDevice, type CoreEvent, EngineCore } from './core.ts';
import { type Candidates, candidateDevices } from './devices.ts';
import { EngineError } from './errors.ts';
import type { EngineApi } from './protocol.ts';
import { storeVectors } from './store-vectors.ts';
import type { Device, EngineEvent, ModelInfo } from './types.ts';

declare const self: DedicatedWorkerGlobalScope;

let core: EngineCore | null = null;
/** Origin of the loaded model's vectors, the device aside. */
let computedBy: Omit<Origin, 'device'> | null = null;
let vectors: Connection<VectorsApi> | null = null;

/** Answers the page's `load`. */
async function load(
  { source, device }: EngineApi['load']['argument'],
  { signal, onProgress }: CallContext<LoadProgress>,
): Promise<ModelInfo> {
  const began = performance.now();
  const report = (progress: Omit<LoadProgress, 'elapsedMs'>) =>
    onProgress({ ...progress, elapsedMs: performance.now() - began });
  core?.close();
  core = null;
  // Devices start while the weights load.
  let candidates: Promise<Candidates> | null = null;
  try {
    const loaded = await loadSource(source, signal, report, (weightBytes) => {
      candidates = candidateDevices(device, weightBytes);
    });
    const model = await shareTensors(loaded.model);
    signal.throwIfAborted();
    // Not `loaded` itself: the closures below live as long as the model, and would keep its tensors.
    const described = { ...loaded, model };
    const size = { loadedBytes: loaded.bytes, totalBytes: loaded.bytes, cached: false };
    report({ stage: 'start', ...size });
    const { plans, refusals } = await candidates!;
    signal.throwIfAborted();
    report({ stage: 'check', ...size });
    const info = (active: ActiveDevice, loadMs: number) => modelInfo(described, active, loadMs);
    const started = await EngineCore.start(model, plans, refusals, (event: CoreEvent) => {
      if (event.kind === 'recovered' || event.kind === 'reduced') {
        const { active, ...rest } = event;
        emit({ ...rest, info: info(active, 0) });
      } else {
        emit(event);
      }
    });
    if (signal.aborted) {
      started.close();
      throw signal.reason;
    }
    core = started;
    const { fingerprint } = loaded;
    computedBy = { model: model.name, fingerprint, precision: model.precision };
    return info(core.active, performance.now() - began);
  } finally {
    (await (candidates as Promise<Candidates> | null))?.discard();
  }
}

function modelInfo(loaded: LoadedModel, active: ActiveDevice, loadMs: number): ModelInfo {
  const { name, precision, spec, input } = loaded.model;
  return {
    name,
    precision,
    family: familyOf(spec).words,
    input,
    dim: spec.dim,
    maxSeqLength: spec.maxSeqLength,
    layerParameters: layerParameters(spec),
    bytes: loaded.bytes,
    fingerprint: loaded.fingerprint,
    device: active.device,
    deviceDetail: active.detail,
    selfCheck: active.selfCheck,
    sealed: loaded.digest !== null,
    refusals: active.refusals,
    loadMs,
  };
}

/**
 * Shares the weights: in an isolated page the runners read one copy; elsewhere each gets its own. Each unshared tensor
 * is freed as its shared copy is made: a large model is not in memory twice.
 */
async function shareTensors(model: Model): Promise<Model> {
  if (!self.crossOriginIsolated) return model;
  // Each load makes the map anew, so it may be emptied here.
  const unshared = model.tensors as Map<string, ModelTensor>;
  const tensors = new Map<string, ModelTensor>();
  for (const [name, tensor] of unshared) {
    const data = new Uint8Array(new SharedArrayBuffer(tensor.data.byteLength));
    data.set(tensor.data);
    tensors.set(name, { ...tensor, data });
    unshared.delete(name);
    // The page asks whether this worker lives: copying gigabytes at once would look like hanging.
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { ...model, tensors };
}

function running(): EngineCore {
  if (core === null) throw new EngineError('no model is loaded; load one first');
  return core;
}

/** Returns the device; null while a lost one is rebuilt. */
function deviceOf(engine: EngineCore): Device | null {
  try {
    return engine.active.device;
  } catch {
    return null;
  }
}

function stored(): Connection<VectorsApi> {
  if (vectors === null) throw new EngineError('there is no store for the vectors');
  return vectors;
}

const emit = serve<EngineApi, EngineEvent>(self, {
  connect(port) {
    vectors = new Connection(port, { name: 'facet-vectors', errors: VECTORS_ERRORS });
    return undefined;
  },
  load,
  async encode({ pairs, priority }, how) {
    const result = await running().encode(pairs, { ...how, priority });
    return transfer(result, [result.vectors.buffer]);
  },
  async store({ pairs, priority, keep }, how) {
    const store = stored();
    const engine = running();
    const model = computedBy!;
    const began = deviceOf(engine);
    const encoded = await engine.encode(pairs, { ...how, priority });
    // Nobody would learn the rows' numbers.
    how.signal.throwIfAborted();
    const device = deviceOf(engine) ?? began;
    return storeVectors(encoded, (vectors, dim, counts) => {
      const texts =
        keep && device !== null ? { ...counts, origin: { ...model, device }, pairs } : null;
      return store.call('add', transfer({ vectors, dim, texts }, [vectors.buffer]));
    });
  },
  read: (pairs) => running().read(pairs),
  split: (request, { signal }) => running().split(request, signal),
  ping: () => null,
});
