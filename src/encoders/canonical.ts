/**
 * From a checkpoint's own tensor names to Facet's canonical tensors (tensors.ts), a layer at a time, so
 * that a checkpoint is never whole in memory. Names: Hugging Face `T5EncoderModel` and
 * `BertModel` state dicts, with or without their model prefix.
 */
import type { Rows, TensorSource } from '../checkpoint/types.ts';
import { release } from './release.ts';
import type { BertSpec, EncoderSpec, T5Spec } from './spec.ts';
import type { CanonicalTensor, TensorRole } from './tensors.ts';

export interface CheckpointWeights {
  readonly weights: TensorSource;
  /** One source a Dense module, in order, with "linear.weight" and perhaps "linear.bias". */
  readonly dense: readonly TensorSource[];
}

/**
 * The groups that a model is read, quantised and stored in, in the order of computing: what comes before the first
 * layer, each layer, what comes after the last.
 */
export function tensorGroups(spec: EncoderSpec): readonly string[] {
  return ['embed', ...Array.from({ length: spec.layers }, (_, i) => `layers.${i}`), 'head'];
}

/** Weights of a group, by count: what its share of the work and of the bytes is measured by. */
export function groupParameters(spec: EncoderSpec, group: string): number {
  const { hiddenSize: d, feedForwardSize: ff } = spec;
  if (group === 'embed') {
    return spec.family === 't5'
      ? spec.vocabSize * d + spec.relativeAttentionBuckets * spec.heads
      : (spec.vocabSize + spec.maxPositions + spec.typeVocabSize + 2) * d;
  }
  if (group === 'head') {
    const dense = spec.dense.reduce(
      (sum, { inFeatures, outFeatures, bias }) => sum + outFeatures * (inFeatures + (bias ? 1 : 0)),
      0,
    );
    return dense + (spec.family === 't5' ? d : 0);
  }
  const inner = spec.heads * spec.headSize;
  const gated = spec.family === 't5' && spec.gated;
  const matrices = d * (4 * inner + (gated ? 3 : 2) * ff);
  return matrices + (spec.family === 't5' ? 2 * d : 3 * inner + ff + 6 * d);
}

/**
 * The canonical tensors of one group, of the first those besides the `embeddingTable`; its parts are read at the same time.
 * @throws CheckpointError if a tensor is missing, of another shape, or not of a float type.
 */
export async function groupTensors(
  spec: EncoderSpec,
  { weights, dense }: CheckpointWeights,
  group: string,
  signal?: AbortSignal,
): Promise<CanonicalTensor[]> {
  const read = new Reader(weights, signal);
  if (group === 'embed') return Promise.all(besideTable(spec, read));
  if (group !== 'head') {
    return Promise.all(
      spec.family === 't5' ? t5Layer(spec, read, group) : bertLayer(spec, read, group),
    );
  }
  const tensors =
    spec.family === 't5'
      ? [read.vector('final_norm.weight', ['encoder.final_layer_norm.weight'], [spec.hiddenSize])]
      : [];
  for (const [index, module] of spec.dense.entries()) {
    const reader = new Reader(dense[index]!, signal);
    const { inFeatures, outFeatures } = module;
    tensors.push(
      reader.matrix(`dense.${index}`, inFeatures, ['linear.weight'], [outFeatures], 'dense'),
    );
    if (module.bias) {
      tensors.push(reader.vector(`dense.${index}.bias`, ['linear.bias'], [outFeatures]));
    }
  }
  return Promise.all(tensors);
}

/** The embedding table, of a small model the largest tensor: read by rows, so that it need not be whole in fp32. */
export interface EmbeddingTable {
  readonly name: string;
  /** [vocab, d_model]. */
  readonly shape: readonly [rows: number, columns: number];
  /** Rows that it costs least to read at a time. */
  readonly blockRows: number;
  /** Float32Array [rows × d_model]. @throws CheckpointError as `groupTensors`. */
  rows(rows: Rows): Promise<Float32Array<ArrayBuffer>>;
}

/** Of the table in fp32 at a time: a few requests side by side, and little beside the rest of an import. */
const TABLE_BLOCK_BYTES = 16 * 2 ** 20;

export function embeddingTable(
  spec: EncoderSpec,
  { weights }: CheckpointWeights,
  signal?: AbortSignal,
): EmbeddingTable {
  const shape = [spec.vocabSize, spec.hiddenSize] as const;
  const from =
    spec.family === 't5'
      ? ['shared.weight', 'encoder.embed_tokens.weight']
      : ['embeddings.word_embeddings.weight'];
  const read = new Reader(weights, signal);
  const blockRows = Math.max(1, Math.floor(TABLE_BLOCK_BYTES / (4 * spec.hiddenSize)));
  return {
    name: 'embed.tokens',
    shape,
    blockRows: weights.byRows ? blockRows : spec.vocabSize,
    rows: (rows) => read.rows(from, shape, rows),
  };
}

type Reading = Promise<CanonicalTensor>;

function besideTable(spec: EncoderSpec, read: Reader): Reading[] {
  if (spec.family === 'bert') {
    const { hiddenSize } = spec;
    return [
      bertPositions(spec, read),
      ...read.norm('embed.norm', 'embeddings.LayerNorm', hiddenSize),
    ];
  }
  const from = ['encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight'];
  return [read.vector('relative_bias', from, [spec.relativeAttentionBuckets, spec.heads])];
}

function t5Layer(spec: T5Spec, read: Reader, to: string): Reading[] {
  const { hiddenSize: d, feedForwardSize: ff } = spec;
  const inner = spec.heads * spec.headSize;
  const layer = to.slice('layers.'.length);
  const attention = `encoder.block.${layer}.layer.0`;
  const feedForward = `encoder.block.${layer}.layer.1`;
  const projections = ['q', 'k', 'v'].map((p) => `${attention}.SelfAttention.${p}.weight`);
  return [
    read.vector(`${to}.attention_norm.weight`, [`${attention}.layer_norm.weight`], [d]),
    read.matrix(`${to}.qkv`, d, projections, [inner, inner, inner]),
    read.matrix(`${to}.attention_out`, inner, [`${attention}.SelfAttention.o.weight`], [d]),
    read.vector(`${to}.ffn_norm.weight`, [`${feedForward}.layer_norm.weight`], [d]),
    spec.gated
      ? read.matrix(
          `${to}.ffn_in`,
          d,
          ['wi_0', 'wi_1'].map((w) => `${feedForward}.DenseReluDense.${w}.weight`),
          [ff, ff],
        )
      : read.matrix(`${to}.ffn_in`, d, [`${feedForward}.DenseReluDense.wi.weight`], [ff]),
    read.matrix(`${to}.ffn_out`, ff, [`${feedForward}.DenseReluDense.wo.weight`], [d]),
  ];
}

/** Every input is one segment, so token type 0 is a constant: added to the positions once, here. */
async function bertPositions(spec: BertSpec, read: Reader): Reading {
  const { hiddenSize: d, maxPositions, typeVocabSize } = spec;
  const [positions, types] = await Promise.all([
    read.floats('embeddings.position_embeddings.weight', [maxPositions, d]),
    read.floats('embeddings.token_type_embeddings.weight', [typeVocabSize, d]),
  ]);
  for (let i = 0; i < positions.length; i++) positions[i]! += types[i % d]!;
  return { name: 'embed.positions', role: 'vector', shape: [maxPositions, d], values: positions };
}

function bertLayer(spec: BertSpec, read: Reader, to: string): Reading[] {
  const { hiddenSize: d, feedForwardSize: ff } = spec;
  const inner = spec.heads * spec.headSize;
  const from = `encoder.layer.${to.slice('layers.'.length)}`;
  const projections = ['query', 'key', 'value'].map((p) => `${from}.attention.self.${p}`);
  return [
    ...read.linear(`${to}.qkv`, d, projections, [inner, inner, inner]),
    ...read.linear(`${to}.attention_out`, inner, [`${from}.attention.output.dense`], [d]),
    ...read.norm(`${to}.attention_norm`, `${from}.attention.output.LayerNorm`, d),
    ...read.linear(`${to}.ffn_in`, d, [`${from}.intermediate.dense`], [ff]),
    ...read.linear(`${to}.ffn_out`, ff, [`${from}.output.dense`], [d]),
    ...read.norm(`${to}.ffn_norm`, `${from}.output.LayerNorm`, d),
  ];
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

  rows(
    from: readonly string[],
    shape: readonly number[],
    rows: Rows,
  ): Promise<Float32Array<ArrayBuffer>> {
    return this.source.readFloat32(this.#find(from), shape, this.signal, rows);
  }

  /** A tensor of any shape that stays fp32. */
  async vector(name: string, from: readonly string[], shape: readonly number[]): Reading {
    const values = await this.source.readFloat32(this.#find(from), shape, this.signal);
    return { name, role: 'vector', shape, values };
  }

  norm(name: string, from: string, size: number): Reading[] {
    // Checkpoints converted from TensorFlow call LayerNorm's parameters gamma and beta.
    return [
      this.vector(`${name}.weight`, [`${from}.weight`, `${from}.gamma`], [size]),
      this.vector(`${name}.bias`, [`${from}.bias`, `${from}.beta`], [size]),
    ];
  }

  /** A matrix with bias from `from[i].weight` and `from[i].bias`, side by side. */
  linear(
    name: string,
    inFeatures: number,
    from: readonly string[],
    outFeatures: readonly number[],
  ): Reading[] {
    const matrices = from.map((f) => `${f}.weight`);
    const biases = from.map((f) => `${f}.bias`);
    return [
      this.matrix(name, inFeatures, matrices, outFeatures),
      this.#joined(`${name}.bias`, biases, outFeatures),
    ];
  }

  /** PyTorch's [out, in] matrices, transposed to [in, out] and set side by side. */
  async matrix(
    name: string,
    inFeatures: number,
    from: readonly string[],
    outFeatures: readonly number[],
    role: TensorRole = 'matrix',
  ): Reading {
    const total = outFeatures.reduce((sum, n) => sum + n, 0);
    const values = new Float32Array(inFeatures * total);
    const offsets = outFeatures.map((_, i) => outFeatures.slice(0, i).reduce((a, b) => a + b, 0));
    await Promise.all(
      from.map(async (source, i) => {
        const rows = outFeatures[i]!;
        const part = await this.floats(source, [rows, inFeatures]);
        transposeInto(values, total, offsets[i]!, part, rows, inFeatures);
        release(part);
      }),
    );
    return { name, role, shape: [inFeatures, total], values };
  }

  async #joined(name: string, from: readonly string[], sizes: readonly number[]): Reading {
    const parts = await Promise.all(from.map((source, i) => this.floats(source, [sizes[i]!])));
    const values = new Float32Array(sizes.reduce((sum, n) => sum + n, 0));
    let offset = 0;
    for (const part of parts) {
      values.set(part, offset);
      offset += part.length;
    }
    return { name, role: 'vector', shape: [values.length], values };
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

/** Square tiles keep both sides in the processor's cache: several times faster than row by row. */
const TILE = 32;

/** Writes `part` [rows, columns] as columns `offset` … of `values` [columns, width]. */
function transposeInto(
  values: Float32Array,
  width: number,
  offset: number,
  part: Float32Array,
  rows: number,
  columns: number,
): void {
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(top + TILE, rows);
    for (let left = 0; left < columns; left += TILE) {
      const right = Math.min(left + TILE, columns);
      for (let column = left; column < right; column++) {
        for (let row = top; row < bottom; row++) {
          values[column * width + offset + row] = part[row * columns + column]!;
        }
      }
    }
  }
}
