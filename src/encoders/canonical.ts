/**
 * Reads Facet's canonical tensors (tensors.ts) from a checkpoint with its own names, a group at a time, so that a
 * checkpoint is never whole in memory. Each family declares its tensors (families/).
 */
import type { RowRange, TensorSource } from '../checkpoint/types.ts';
import { type DeclaredTensor, linear, matrix, parametersOf, sourceTensors } from './declare.ts';
import { type EncoderConfig, type EncoderSpec, familyOf } from './families/index.ts';
import { TensorReader } from './reader.ts';
import type { DenseSpec } from './spec.ts';
import type { CanonicalTensor } from './tensors.ts';

export interface CheckpointWeights {
  readonly weights: TensorSource;
  /** Sources of the Dense modules, in order, each with "linear.weight" and perhaps "linear.bias". */
  readonly dense: readonly TensorSource[];
}

/**
 * Lists the groups in which a model is read, quantised and stored, in the order of computing: the part before the first
 * layer, each layer, the part after the last.
 */
export function tensorGroups({ layers }: Pick<EncoderSpec, 'layers'>): readonly string[] {
  return ['embed', ...Array.from({ length: layers }, (_, i) => `layers.${i}`), 'head'];
}

/** Lists the encoder's own tensors of a group: all but Dense. */
function encoderTensors(spec: EncoderConfig, group: string): readonly DeclaredTensor[] {
  const { tensors } = familyOf(spec);
  if (group === 'embed') return [tensors.table(spec), ...tensors.embed(spec)];
  if (group === 'head') return tensors.last(spec);
  return tensors.layer(spec, group, Number(group.slice('layers.'.length)));
}

/** Lists the encoder's tensors as the checkpoint names them; one of each line's alternatives is there. */
export function encoderTensorNames(spec: EncoderConfig): readonly (readonly string[])[] {
  return tensorGroups(spec)
    .flatMap((group) => encoderTensors(spec, group))
    .flatMap((tensor) => sourceTensors(tensor).map(({ from }) => from));
}

/** Lists all tensors of a group. */
export function declaredTensors(spec: EncoderSpec, group: string): readonly DeclaredTensor[] {
  const own = encoderTensors(spec, group);
  return group === 'head' ? [...own, ...spec.dense.flatMap(denseTensors)] : own;
}

function denseTensors(
  { inFeatures, outFeatures, bias }: DenseSpec,
  index: number,
): readonly DeclaredTensor[] {
  const declared = [`dense.${index}`, inFeatures, ['linear'], [outFeatures], 'dense'] as const;
  return bias ? linear(...declared) : [matrix(...declared)];
}

/** Counts the weights of a group: they measure its share of the work and of the bytes. */
export function groupParameters(spec: EncoderSpec, group: string): number {
  return parametersOf(declaredTensors(spec, group));
}

/**
 * Reads the canonical tensors of one group, of the first without the `embeddingTable`; its parts are read at the same
 * time.
 * @throws CheckpointError if a tensor is missing, of another shape, or not of a float type.
 */
export async function groupTensors(
  spec: EncoderSpec,
  { weights, dense }: CheckpointWeights,
  group: string,
  signal?: AbortSignal,
): Promise<CanonicalTensor[]> {
  const reader = new TensorReader(weights, familyOf(spec).prefixes, signal);
  const own = encoderTensors(spec, group).filter(({ role }) => role !== 'table');
  const reading = own.map((tensor) => reader.read(tensor));
  if (group === 'head') {
    for (const [index, module] of spec.dense.entries()) {
      const denseReader = new TensorReader(dense[index]!, [], signal);
      reading.push(...denseTensors(module, index).map((tensor) => denseReader.read(tensor)));
    }
  }
  return Promise.all(reading);
}

/** The embedding table, the largest tensor of a small model: read by rows, so that it need not be whole in fp32. */
export interface EmbeddingTable {
  readonly name: string;
  /** Shape [vocab, d_model]. */
  readonly shape: readonly [rows: number, columns: number];
  /** Number of rows that is cheapest to read at a time. */
  readonly blockRows: number;
  /** Reads rows: Float32Array [rows × d_model]. @throws CheckpointError as `groupTensors`. */
  rows(rows: RowRange): Promise<Float32Array<ArrayBuffer>>;
}

/** Bytes of the table in fp32 read at a time: a few requests side by side, and little beside the rest of an import. */
const TABLE_BLOCK_BYTES = 16 * 2 ** 20;

export function embeddingTable(
  spec: EncoderSpec,
  { weights }: CheckpointWeights,
  signal?: AbortSignal,
): EmbeddingTable {
  const { name, parts } = familyOf(spec).tensors.table(spec);
  const reader = new TensorReader(weights, familyOf(spec).prefixes, signal);
  const blockRows = Math.max(1, Math.floor(TABLE_BLOCK_BYTES / (4 * spec.hiddenSize)));
  return {
    name,
    shape: [spec.vocabSize, spec.hiddenSize],
    blockRows: weights.byRows ? blockRows : spec.vocabSize,
    rows: (rows) => reader.rows(parts[0]!, rows),
  };
}
