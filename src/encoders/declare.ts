/**
 * Declares where a checkpoint has the canonical tensors (tensors.ts), as data: reading, the search in an ONNX export
 * and the size of a model all follow from the same lines. Names: Hugging Face state dicts, without a wrapper's prefix.
 */
import type { TensorRole } from './tensors.ts';

/** A tensor of the checkpoint. */
export interface SourceTensor {
  /** Names; the first that is there counts. */
  readonly from: readonly string[];
  /** Shape as PyTorch has it: of a matrix [out, in]. */
  readonly shape: readonly number[];
}

/** A canonical tensor, and its parts. */
export interface DeclaredTensor {
  readonly name: string;
  readonly role: TensorRole;
  /** Parts: vectors are joined end to end; matrices are transposed to [in, out] and set side by side. */
  readonly parts: readonly SourceTensor[];
  /** Table whose first row is added to every row. */
  readonly firstRowOf?: SourceTensor;
}

/** Declares the embedding table, [vocab, d_model]. */
export function table(
  name: string,
  from: readonly string[],
  shape: readonly [rows: number, columns: number],
): DeclaredTensor {
  return { name, role: 'table', parts: [{ from, shape }] };
}

/** Declares a tensor of any shape that stays fp32. */
export function vector(
  name: string,
  from: readonly string[],
  shape: readonly number[],
): DeclaredTensor {
  return { name, role: 'vector', parts: [{ from, shape }] };
}

/** Declares a LayerNorm's weight and bias. */
export function norm(name: string, from: string, size: number): DeclaredTensor[] {
  // Checkpoints converted from TensorFlow call LayerNorm's parameters gamma and beta.
  return [
    vector(`${name}.weight`, [`${from}.weight`, `${from}.gamma`], [size]),
    vector(`${name}.bias`, [`${from}.bias`, `${from}.beta`], [size]),
  ];
}

/** Declares the matrix [in, out] of `from[i].weight`, of `outFeatures[i]` columns each. */
export function matrix(
  name: string,
  inFeatures: number,
  from: readonly string[],
  outFeatures: readonly number[],
  role: 'matrix' | 'dense' = 'matrix',
): DeclaredTensor {
  const parts = from.map((module, i) => ({
    from: [`${module}.weight`],
    shape: [outFeatures[i]!, inFeatures],
  }));
  return { name, role, parts };
}

/** Declares the same, with the biases of `from[i].bias`. */
export function linear(
  name: string,
  inFeatures: number,
  from: readonly string[],
  outFeatures: readonly number[],
  role?: 'matrix' | 'dense',
): DeclaredTensor[] {
  const parts = from.map((module, i) => ({
    from: [`${module}.bias`],
    shape: [outFeatures[i]!],
  }));
  return [
    matrix(name, inFeatures, from, outFeatures, role),
    { name: `${name}.bias`, role: 'vector', parts },
  ];
}

/** Lists the checkpoint's tensors that a canonical one is made of. */
export function sourceTensors({ parts, firstRowOf }: DeclaredTensor): readonly SourceTensor[] {
  return firstRowOf === undefined ? parts : [...parts, firstRowOf];
}

/** Counts the weights that the checkpoint holds. */
export function parametersOf(tensors: readonly DeclaredTensor[]): number {
  return tensors
    .flatMap(sourceTensors)
    .reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
}
