/** ONNX Runtime's WASM build in Node: the page's kernels. */
import * as ort from 'onnxruntime-web';
import type { OrtRuntime } from '../engine/runner.ts';

export function nodeOrt(threads = 1): OrtRuntime {
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  return ort;
}
