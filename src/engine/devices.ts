/** Finds the devices that this browser has for a model, best first, and how many runners each gets. */
import { messageOf } from '../lib/errors.ts';
import type { DevicePlan } from './core.ts';
import type { Device, Refusal } from './types.ts';
import { RunnerPool } from './worker-runner.ts';

/**
 * Size up to which several one-thread workers beat one worker with several threads (`npm run bench -- encode` measures
 * both); each holds its own copy of the weights.
 */
const POOL_MAX_WEIGHT_BYTES = 64 * 1024 * 1024;
const MAX_POOL = 6;
/** Most threads: ONNX Runtime gains little from more at these sizes. */
const MAX_THREADS = 8;

export interface Candidates {
  readonly plans: readonly DevicePlan[];
  /** Wanted devices that are not there. */
  readonly refusals: readonly Refusal[];
  /** Ends the worker that was started for the first plan, if it was not used. */
  discard(): void;
}

/**
 * Finds devices, and starts the first worker of the best one, which loads its runtime while the caller loads the model.
 */
export async function candidateDevices(
  wanted: Device | 'auto',
  weightBytes: number,
): Promise<Candidates> {
  const plans: PooledPlan[] = [];
  const refusals: Refusal[] = [];
  if (wanted !== 'wasm') {
    const adapter = await requestAdapter();
    if (typeof adapter === 'string') {
      refusals.push({ device: 'webgpu', kind: 'missing', reason: adapter });
    } else {
      plans.push(webgpuPlan(adapter));
    }
  }
  // A pinned GPU that fails still falls back: the page says so, and the user keeps working.
  plans.push(wasmPlan(weightBytes));
  const [best] = plans;
  best!.pool.prepare();
  return { plans, refusals, discard: () => best!.pool.discard() };
}

interface PooledPlan extends DevicePlan {
  readonly pool: RunnerPool;
}

async function requestAdapter(): Promise<GPUAdapter | string> {
  if (navigator.gpu === undefined) return 'this browser has no WebGPU';
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    return adapter ?? 'no WebGPU adapter was found';
  } catch (error) {
    return messageOf(error);
  }
}

function webgpuPlan(adapter: GPUAdapter): PooledPlan {
  const pool = new RunnerPool('webgpu', 1);
  return {
    device: 'webgpu',
    detail: () => adapterName(adapter.info),
    runners: 1,
    pool,
    spawn: (model) => pool.spawn(model),
  };
}

/** Returns the browser's name of the adapter; many tell only maker and family, against fingerprinting. */
function adapterName(info: GPUAdapterInfo): string {
  const { description, vendor, architecture } = info;
  const name = description || [vendor, architecture].filter(Boolean).join(' ') || 'GPU';
  // The property is newer than the types.
  const software = 'isFallbackAdapter' in info && info.isFallbackAdapter === true;
  return software ? `${name}, in software` : name;
}

function wasmPlan(weightBytes: number): PooledPlan {
  const cores = navigator.hardwareConcurrency || 1;
  const pooled = weightBytes <= POOL_MAX_WEIGHT_BYTES;
  // With more than two cores, one is left to the page itself.
  const runners = pooled ? Math.min(cores > 2 ? cores - 1 : cores, MAX_POOL) : 1;
  // Threads need SharedArrayBuffer, which needs an isolated page.
  const threads = pooled || !crossOriginIsolated ? 1 : Math.min(cores, MAX_THREADS);
  const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;
  const pool = new RunnerPool('wasm', threads);
  return {
    device: 'wasm',
    detail: (running) => `${count(running, 'worker')} × ${count(threads, 'thread')}`,
    runners,
    pool,
    spawn: (model) => pool.spawn(model),
  };
}
