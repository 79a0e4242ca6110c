/** Runs one group of a model as a session: hidden states in, hidden states out (stages.ts). */
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { GRAPH } from '../encoders/build.ts';
import type { EncoderSpec } from '../encoders/families/index.ts';
import { inputsOfGroup, ownFeeds } from '../encoders/own-inputs.ts';
import { dequantised } from '../encoders/quantise.ts';
import { buildStage, STAGE } from '../encoders/stages.ts';
import type { ModelTensor, ModelTensors } from '../encoders/tensors.ts';
import { padBatch } from '../engine/batch.ts';
import { createSession, type OrtRuntime, takeFloats } from '../engine/runner.ts';
import type { TokenisedPair } from '../engine/tokenise.ts';
import { giveTurn } from '../lib/turns.ts';

export class StageSession {
  /** Largest input magnitude of each channel by matrix, over the texts so far; empty unless calibrating. */
  readonly maxima = new Map<string, Float32Array>();
  readonly #ort: OrtRuntime;
  readonly #spec: EncoderSpec;
  readonly #group: string;
  readonly #session: InferenceSession;

  private constructor(
    ort: OrtRuntime,
    spec: EncoderSpec,
    group: string,
    session: InferenceSession,
  ) {
    this.#ort = ort;
    this.#spec = spec;
    this.#group = group;
    this.#session = session;
  }

  static async create(
    ort: OrtRuntime,
    spec: EncoderSpec,
    group: string,
    weights: ModelTensors,
    calibrate: boolean,
    repack = false,
  ): Promise<StageSession> {
    const graph = buildStage(spec, group, weights, { calibrate });
    await giveTurn();
    return new StageSession(
      ort,
      spec,
      group,
      await createSession(ort, graph, 'wasm', { lean: true, repack }),
    );
  }

  /**
   * @param hidden Float32Array [tokens × d_model]; null for the first group.
   * @returns As `hidden`; of the last group Float32Array [dim].
   */
  async run(text: TokenisedPair, hidden: Float32Array | null): Promise<Float32Array> {
    const outputs = await this.#session.run(this.#feeds(text, hidden));
    let states: Float32Array | null = null;
    for (const [name, tensor] of Object.entries(outputs)) {
      const values = takeFloats(tensor);
      if (name === STAGE.output) states = values;
      else this.#observe(name.slice(STAGE.largest.length), values);
    }
    return states!;
  }

  release(): Promise<void> {
    return this.#session.release();
  }

  #observe(matrix: string, values: Float32Array): void {
    const known = this.maxima.get(matrix);
    const larger = known?.map((value, i) => Math.max(value, values[i]!)) ?? values;
    this.maxima.set(matrix, larger);
  }

  #feeds(text: TokenisedPair, hidden: Float32Array | null): Record<string, Tensor> {
    const spec = this.#spec;
    const length = text.ids.length;
    const int32 = (data: Int32Array, dims: readonly number[]) =>
      new this.#ort.Tensor('int32', data, dims);
    const feeds: Record<string, Tensor> = {};
    if (hidden !== null) {
      const dims = [1, length, spec.hiddenSize];
      feeds[STAGE.input] = new this.#ort.Tensor('float32', hidden, dims);
    }
    if (this.#group === 'embed') {
      feeds[GRAPH.ids] = int32(text.ids, [1, length]);
    } else if (this.#group === 'head') {
      feeds[GRAPH.poolingMask] = int32(padBatch([text]).poolingMask, [1, length]);
    }
    for (const { name, data, dims } of ownFeeds(spec, inputsOfGroup(spec, this.#group), length)) {
      feeds[name] = int32(data, dims);
    }
    return feeds;
  }
}

/** Collects the ids that some texts have, ascending, and rewrites the texts as indices into them. */
export function usedVocabulary(texts: readonly TokenisedPair[]): {
  readonly ids: readonly number[];
  readonly texts: readonly TokenisedPair[];
} {
  const ids = [...new Set(texts.flatMap((text) => [...text.ids]))].sort((a, b) => a - b);
  const place = new Map(ids.map((id, i) => [id, i]));
  return {
    ids,
    texts: texts.map((text) => ({ ...text, ids: text.ids.map((id) => place.get(id)!) })),
  };
}

/** Returns rows of a table, or of its scales. */
export function rowsOf(tensor: ModelTensor, ids: readonly number[]): ModelTensor {
  const width = tensor.data.byteLength / tensor.shape[0]!;
  const data = new Uint8Array(ids.length * width);
  for (const [i, id] of ids.entries()) {
    data.set(tensor.data.subarray(id * width, (id + 1) * width), i * width);
  }
  return { ...tensor, shape: [ids.length, ...tensor.shape.slice(1)], data };
}

/** {@link dequantised}, a tensor at a time: one of the largest models has 17 million values. */
export async function exactly(weights: ModelTensors): Promise<ModelTensors> {
  const all = new Map<string, ModelTensor>();
  for (const [name, tensor] of weights) {
    if (name.endsWith('.scale')) continue;
    const scale = weights.get(`${name}.scale`);
    const one = new Map([[name, tensor]]);
    if (scale !== undefined) one.set(`${name}.scale`, scale);
    for (const [key, plain] of dequantised(one)) all.set(key, plain);
    await giveTurn();
  }
  return all;
}
