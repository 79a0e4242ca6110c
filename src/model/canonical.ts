/**
 * From a checkpoint's own tensor names to Facet's canonical tensors (tensors.ts), one at a time, so
 * that no more than one fp32 matrix is held at once. Names: Hugging Face `T5EncoderModel` and
 * `BertModel` state dicts, with or without their model prefix.
 */
import type { TensorSource } from '../checkpoint/types.ts';
import type { BertSpec, EncoderSpec, T5Spec } from './spec.ts';
import type { CanonicalTensor, TensorRole } from './tensors.ts';

export interface CheckpointWeights {
  readonly weights: TensorSource;
  /** One source a Dense module, in order, with "linear.weight" and perhaps "linear.bias". */
  readonly dense: readonly TensorSource[];
}

/**
 * Yields every canonical tensor of the encoder.
 * @throws CheckpointError if a tensor is missing, of another shape, or not of a float type.
 */
export async function* canonicalTensors(
  spec: EncoderSpec,
  { weights, dense }: CheckpointWeights,
  signal?: AbortSignal,
): AsyncGenerator<CanonicalTensor> {
  yield* spec.family === 't5'
    ? t5Tensors(spec, new Reader(weights, signal))
    : bertTensors(spec, new Reader(weights, signal));
  for (const [index, module] of spec.dense.entries()) {
    const reader = new Reader(dense[index]!, signal);
    const { inFeatures, outFeatures } = module;
    yield* reader.matrix(`dense.${index}`, inFeatures, ['linear.weight'], [outFeatures], 'dense');
    if (module.bias) yield* reader.vector(`dense.${index}.bias`, ['linear.bias'], [outFeatures]);
  }
}

async function* t5Tensors(spec: T5Spec, read: Reader): AsyncGenerator<CanonicalTensor> {
  const { hiddenSize: d, heads, headSize, feedForwardSize: ff } = spec;
  const inner = heads * headSize;
  yield* read.table(
    'embed.tokens',
    ['shared.weight', 'encoder.embed_tokens.weight'],
    [spec.vocabSize, d],
  );
  yield* read.vector(
    'relative_bias',
    ['encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight'],
    [spec.relativeAttentionBuckets, heads],
  );
  for (let layer = 0; layer < spec.layers; layer++) {
    const attention = `encoder.block.${layer}.layer.0`;
    const feedForward = `encoder.block.${layer}.layer.1`;
    const to = `layers.${layer}`;
    const projections = ['q', 'k', 'v'].map((p) => `${attention}.SelfAttention.${p}.weight`);
    yield* read.vector(`${to}.attention_norm.weight`, [`${attention}.layer_norm.weight`], [d]);
    yield* read.matrix(`${to}.qkv`, d, projections, [inner, inner, inner]);
    yield* read.matrix(`${to}.attention_out`, inner, [`${attention}.SelfAttention.o.weight`], [d]);
    yield* read.vector(`${to}.ffn_norm.weight`, [`${feedForward}.layer_norm.weight`], [d]);
    yield* spec.gated
      ? read.matrix(
          `${to}.ffn_in`,
          d,
          ['wi_0', 'wi_1'].map((w) => `${feedForward}.DenseReluDense.${w}.weight`),
          [ff, ff],
        )
      : read.matrix(`${to}.ffn_in`, d, [`${feedForward}.DenseReluDense.wi.weight`], [ff]);
    yield* read.matrix(`${to}.ffn_out`, ff, [`${feedForward}.DenseReluDense.wo.weight`], [d]);
  }
  yield* read.vector('final_norm.weight', ['encoder.final_layer_norm.weight'], [d]);
}

async function* bertTensors(spec: BertSpec, read: Reader): AsyncGenerator<CanonicalTensor> {
  const { hiddenSize: d, feedForwardSize: ff } = spec;
  const inner = spec.heads * spec.headSize;
  const embeddings = 'embeddings';
  yield* read.table('embed.tokens', [`${embeddings}.word_embeddings.weight`], [spec.vocabSize, d]);

  // Every input is one segment, so token type 0 is a constant: added to the positions once, here.
  const positions = await read.floats(`${embeddings}.position_embeddings.weight`, [
    spec.maxPositions,
    d,
  ]);
  const types = await read.floats(`${embeddings}.token_type_embeddings.weight`, [
    spec.typeVocabSize,
    d,
  ]);
  for (let i = 0; i < positions.length; i++) positions[i]! += types[i % d]!;
  yield {
    name: 'embed.positions',
    role: 'vector',
    shape: [spec.maxPositions, d],
    values: positions,
  };
  yield* read.norm('embed.norm', `${embeddings}.LayerNorm`, d);

  for (let layer = 0; layer < spec.layers; layer++) {
    const from = `encoder.layer.${layer}`;
    const to = `layers.${layer}`;
    const projections = ['query', 'key', 'value'].map((p) => `${from}.attention.self.${p}`);
    yield* read.linear(`${to}.qkv`, d, projections, [inner, inner, inner]);
    yield* read.linear(`${to}.attention_out`, inner, [`${from}.attention.output.dense`], [d]);
    yield* read.norm(`${to}.attention_norm`, `${from}.attention.output.LayerNorm`, d);
    yield* read.linear(`${to}.ffn_in`, d, [`${from}.intermediate.dense`], [ff]);
    yield* read.linear(`${to}.ffn_out`, ff, [`${from}.output.dense`], [d]);
    yield* read.norm(`${to}.ffn_norm`, `${from}.output.LayerNorm`, d);
  }
}

/** Reads source tensors under any of the prefixes that savers put before the encoder's names. */
class Reader {
  constructor(
    private readonly source: TensorSource,
    private readonly signal: AbortSignal | undefined,
  ) {}

  floats(name: string, shape: readonly number[]): Promise<Float32Array<ArrayBuffer>> {
    return this.source.readFloat32(this.#find([name]), shape, this.signal);
  }

  /** An embedding table [rows, d_model]. */
  table(name: string, from: readonly string[], shape: readonly number[]) {
    return this.#whole(name, 'table', from, shape);
  }

  /** A tensor of any shape that stays fp32. */
  vector(name: string, from: readonly string[], shape: readonly number[]) {
    return this.#whole(name, 'vector', from, shape);
  }

  async *norm(name: string, from: string, size: number): AsyncGenerator<CanonicalTensor> {
    // Checkpoints converted from TensorFlow call LayerNorm's parameters gamma and beta.
    yield* this.vector(`${name}.weight`, [`${from}.weight`, `${from}.gamma`], [size]);
    yield* this.vector(`${name}.bias`, [`${from}.bias`, `${from}.beta`], [size]);
  }

  /** A matrix with bias from `from[i].weight` and `from[i].bias`, side by side. */
  async *linear(
    name: string,
    inFeatures: number,
    from: readonly string[],
    outFeatures: readonly number[],
  ): AsyncGenerator<CanonicalTensor> {
    yield* this.matrix(
      name,
      inFeatures,
      from.map((f) => `${f}.weight`),
      outFeatures,
    );
    const total = outFeatures.reduce((sum, n) => sum + n, 0);
    const values = new Float32Array(total);
    let offset = 0;
    for (const [i, source] of from.entries()) {
      values.set(await this.floats(`${source}.bias`, [outFeatures[i]!]), offset);
      offset += outFeatures[i]!;
    }
    yield { name: `${name}.bias`, role: 'vector', shape: [total], values };
  }

  /** PyTorch's [out, in] matrices, transposed to [in, out] and set side by side. */
  async *matrix(
    name: string,
    inFeatures: number,
    from: readonly string[],
    outFeatures: readonly number[],
    role: TensorRole = 'matrix',
  ): AsyncGenerator<CanonicalTensor> {
    const total = outFeatures.reduce((sum, n) => sum + n, 0);
    const values = new Float32Array(inFeatures * total);
    let offset = 0;
    for (const [i, source] of from.entries()) {
      const rows = outFeatures[i]!;
      const part = await this.floats(source, [rows, inFeatures]);
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < inFeatures; column++) {
          values[column * total + offset + row] = part[row * inFeatures + column]!;
        }
      }
      offset += rows;
    }
    yield { name, role, shape: [inFeatures, total], values };
  }

  async *#whole(
    name: string,
    role: TensorRole,
    from: readonly string[],
    shape: readonly number[],
  ): AsyncGenerator<CanonicalTensor> {
    const values = await this.source.readFloat32(this.#find(from), shape, this.signal);
    yield { name, role, shape, values };
  }

  #find(names: readonly string[]): string {
    for (const name of names) {
      for (const prefix of ['', 'bert.', 'model.', 'transformer.', 'auto_model.']) {
        if (this.source.tensors.has(prefix + name)) return prefix + name;
      }
    }
    // Reading the plain name makes the source say which tensor is missing.
    return names[0]!;
  }
}
