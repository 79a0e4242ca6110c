/**
 * A runner executes batches on one device: the graph, its session, and nothing else. One runs in
 * each runner worker (runner-worker.ts); scripts run one in their own process.
 */
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { GRAPH } from '../encoders/build.ts';
import { type EncoderSpec, familyOf } from '../encoders/families/index.ts';
import { GraphWriter, type OnnxGraph } from '../encoders/onnx.ts';
import { ownFeeds } from '../encoders/own-inputs.ts';
import type { Batch } from './batch.ts';
import type { Device } from './types.ts';

/** Executes one batch at a time. */
export interface Runner {
  /** Returns Float32Array [batch.size × dim]. Rejects with EngineError if the device fails. */
  run(batch: Batch): Promise<Float32Array>;
  close(): void;
}

/** The parts of ONNX Runtime that a session needs: from any of its builds, in the page or in Node. */
export interface OrtRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: {
    new (type: 'int32', data: Int32Array, dims: readonly number[]): Tensor;
    new (type: 'int64', data: BigInt64Array, dims: readonly number[]): Tensor;
    new (type: 'float32', data: Float32Array, dims: readonly number[]): Tensor;
  };
}

export class GraphSession {
  readonly #ort: OrtRuntime;
  readonly #session: InferenceSession;
  readonly #spec: EncoderSpec;
  /** Settles, without a value or an error, when the last run has. */
  #idle: Promise<void> = Promise.resolve();

  private constructor(ort: OrtRuntime, session: InferenceSession, spec: EncoderSpec) {
    this.#ort = ort;
    this.#session = session;
    this.#spec = spec;
  }

  static async create(
    ort: OrtRuntime,
    spec: EncoderSpec,
    graph: OnnxGraph,
    device: Device,
  ): Promise<GraphSession> {
    return new GraphSession(ort, await createSession(ort, graph, device), spec);
  }

  /** Returns Float32Array [batch.size × dim], a copy that outlives the session. */
  async run(batch: Batch): Promise<Float32Array<ArrayBuffer>> {
    const outputs = await this.#execute(batch);
    return takeFloats(outputs[GRAPH.output]!);
  }

  /** Waits for a run in progress: releasing a session under it spins for ever in the WASM build. */
  async release(): Promise<void> {
    await this.#idle;
    await this.#session.release();
  }

  #execute(batch: Batch): Promise<InferenceSession.OnnxValueMapType> {
    const run = this.#session.run(this.#feeds(batch));
    this.#idle = run.then(
      () => {},
      () => {},
    );
    return run;
  }

  #feeds(batch: Batch): Record<string, Tensor> {
    const { size, length } = batch;
    const tensor = (data: Int32Array, dims: readonly number[]) =>
      new this.#ort.Tensor('int32', data, dims);
    const own = ownFeeds(this.#spec, familyOf(this.#spec).inputs, length);
    return {
      [GRAPH.ids]: tensor(batch.ids, [size, length]),
      [GRAPH.attentionMask]: tensor(batch.attentionMask, [size, length]),
      [GRAPH.poolingMask]: tensor(batch.poolingMask, [size, length]),
      ...Object.fromEntries(own.map(({ name, data, dims }) => [name, tensor(data, dims)])),
    };
  }
}

/**
 * Does the work of a runtime's first session that does not depend on its graph (compiling, registering operators), so
 * that it can be done while the weights load.
 */
export async function warmUp(ort: OrtRuntime, device: Device): Promise<void> {
  const graph = new GraphWriter();
  graph.output('same', 'float', [1], graph.op('Neg', [graph.input('any', 'float', [1])]));
  const session = await createSession(ort, graph.finish(), device);
  await session.release();
}

/**
 * @param lean Whether memory counts for more than speed: for a session that runs a few texts and ends.
 * @param repack Whether weights are repacked, which costs a lean session their memory once more. It changes the
 * rounding of fp32 matrices on several threads; with it, any number of threads rounds alike.
 */
export function createSession(
  ort: OrtRuntime,
  graph: OnnxGraph,
  device: Device,
  { lean = false, repack = !lean }: { readonly lean?: boolean; readonly repack?: boolean } = {},
): Promise<InferenceSession> {
  // A node that silently fell back to the CPU would copy activations to and fro at every layer.
  const webgpu = { extra: { session: { disable_cpu_ep_fallback: '1' } } };
  const wasm = {
    enableCpuMemArena: !lean,
    ...(!repack && { extra: { session: { disable_prepacking: '1' } } }),
  };
  return ort.InferenceSession.create(graph.model, {
    executionProviders: [device],
    externalData: graph.external.map(({ path, data }) => ({ path, data })),
    // Graphs are written with fused operators already: optimising finds nothing, and makes a first load longer (`npm
    // run bench -- encode`).
    graphOptimizationLevel: 'disabled',
    ...(device === 'webgpu' ? webgpu : wasm),
  });
}

export function takeFloats(tensor: Tensor): Float32Array<ArrayBuffer> {
  const values = Float32Array.from(tensor.data as Float32Array);
  tensor.dispose();
  return values;
}
