/**
 * The engine's worker: loads models, tokenises, schedules. Sessions live in runner workers below it,
 * so that a device can be lost, or given up, without losing the queue.
 */
import type { Model } from '../model/format.ts';
import type { ModelTensor } from '../model/tensors.ts';
import { type ActiveDevice, type CoreEvent, EngineCore } from './core.ts';
import { type Candidates, candidateDevices } from './devices.ts';
import { EngineError } from './errors.ts';
import { type LoadedModel, loadModel } from './load-model.ts';
import type { EngineReply, EngineRequest } from './protocol.ts';
import type { LoadProgress, ModelInfo } from './types.ts';
import { toWire } from './wire-error.ts';

declare const self: DedicatedWorkerGlobalScope;

let core: EngineCore | null = null;
const calls = new Map<number, AbortController>();

function reply(message: EngineReply, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

async function load(
  { id, source, device }: Extract<EngineRequest, { kind: 'load' }>,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  const report = (progress: Omit<LoadProgress, 'elapsedMs'>) =>
    reply({
      kind: 'load-progress',
      id,
      progress: { ...progress, elapsedMs: performance.now() - began },
    });
  core?.close();
  core = null;
  // Devices get ready while the weights are on their way.
  let candidates: Promise<Candidates> | null = null;
  try {
    const loaded = await loadModel(source, signal, report, (weightBytes) => {
      candidates = candidateDevices(device, weightBytes);
    });
    const model = shareTensors(loaded.model);
    // Not `loaded` itself: what is described below lives as long as the model, and would keep its tensors.
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
        reply({ kind: 'event', event: { ...rest, info: info(active, 0) } });
      } else {
        reply({ kind: 'event', event });
      }
    });
    if (signal.aborted) {
      started.close();
      throw signal.reason;
    }
    core = started;
    reply({ kind: 'loaded', id, info: info(core.active, performance.now() - began) });
  } finally {
    (await (candidates as Promise<Candidates> | null))?.discard();
  }
}

function modelInfo(loaded: LoadedModel, active: ActiveDevice, loadMs: number): ModelInfo {
  const { name, precision, spec, input } = loaded.model;
  return {
    name,
    precision,
    family: spec.family,
    input,
    dim: spec.dim,
    maxSeqLength: spec.maxSeqLength,
    bytes: loaded.bytes,
    fingerprint: loaded.fingerprint,
    device: active.device,
    deviceDetail: active.detail,
    selfCheckCosine: active.selfCheckCosine,
    refusals: active.refusals,
    loadMs,
  };
}

/**
 * In an isolated page the runners read one copy of the weights; elsewhere each gets its own. The unshared ones go as
 * the shared ones come: a large model is not in memory twice.
 */
function shareTensors(model: Model): Model {
  if (!self.crossOriginIsolated) return model;
  // Whoever loads makes the map anew: it is ours to empty.
  const unshared = model.tensors as Map<string, ModelTensor>;
  const tensors = new Map<string, ModelTensor>();
  for (const [name, tensor] of unshared) {
    const data = new Uint8Array(new SharedArrayBuffer(tensor.data.byteLength));
    data.set(tensor.data);
    tensors.set(name, { ...tensor, data });
    unshared.delete(name);
  }
  return { ...model, tensors };
}

function running(): EngineCore {
  if (core === null) throw new EngineError('no model is loaded; load one first');
  return core;
}

async function encode(
  { id, pairs, priority }: Extract<EngineRequest, { kind: 'encode' }>,
  signal: AbortSignal,
): Promise<void> {
  const result = await running().encode(pairs, {
    signal,
    priority,
    onProgress: (progress) => reply({ kind: 'encode-progress', id, progress }),
  });
  reply({ kind: 'encoded', id, result }, [result.vectors.buffer as ArrayBuffer]);
}

self.onmessage = async ({ data }: MessageEvent<EngineRequest>) => {
  if (data.kind === 'abort') {
    calls.get(data.id)?.abort(new DOMException('The call was cancelled', 'AbortError'));
    return;
  }
  const controller = new AbortController();
  calls.set(data.id, controller);
  try {
    if (data.kind === 'load') await load(data, controller.signal);
    else if (data.kind === 'encode') await encode(data, controller.signal);
    else reply({ kind: 'readings', id: data.id, readings: running().read(data.pairs) });
  } catch (error) {
    reply({ kind: 'error', id: data.id, error: toWire(error) });
  } finally {
    calls.delete(data.id);
  }
};
