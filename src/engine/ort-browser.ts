/**
 * Loads ONNX Runtime in a worker: one of two builds. The WebGPU build carries the GPU kernels and asyncify; the WASM
 * build is half its size and faster on the CPU. The bundler gets the addresses of both files, since threads otherwise
 * start by running this worker's own script again.
 */
import type { env, InferenceSession } from 'onnxruntime-web';
import { isLoadFailure, LOAD_FAILURE_WORDS } from '../lib/load-error.ts';
import { EngineError } from './errors.ts';
import type { OrtRuntime } from './runner.ts';
import type { Device } from './types.ts';

type BrowserRuntime = OrtRuntime & {
  readonly env: typeof env;
  readonly InferenceSession: typeof InferenceSession;
};

export async function loadOrt(device: Device, threads: number): Promise<BrowserRuntime> {
  const [ort, wasm, mjs] = await filesOf(device).catch((error: unknown): never => {
    throw isLoadFailure(error) ? new EngineError(LOAD_FAILURE_WORDS) : error;
  });
  ort.env.wasm.wasmPaths = {
    wasm: new URL(wasm.default, import.meta.url).href,
    mjs: new URL(mjs.default, import.meta.url).href,
  };
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  return ort as BrowserRuntime;
}

function filesOf(device: Device) {
  return device === 'webgpu'
    ? Promise.all([
        import('onnxruntime-web/webgpu'),
        import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'),
        import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'),
      ])
    : Promise.all([
        import('onnxruntime-web/wasm'),
        import('onnxruntime-web/ort-wasm-simd-threaded.wasm?url'),
        import('onnxruntime-web/ort-wasm-simd-threaded.mjs?url'),
      ]);
}
