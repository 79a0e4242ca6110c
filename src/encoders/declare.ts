/**
 * Where a checkpoint has the canonical tensors (tensors.ts), as data: what is read, what is looked for in an ONNX export
 * and how large a model is all follow from the same lines. Names: Hugging Face state dicts, without the prefix of
 * whatever wraps the encoder.
 */
import type { TensorRole } from './tensors.ts';

/** A tensor of the checkpoint. */
export interface SourceTensor {
  /** Its name; of several, the first that is there. */
  readonly from: readonly string[];
  /** As PyTorch has it: of a matrix [out, in]. */
  readonly shape: readonly number[];
}

/** A canonical tensor, and what it is made of. */
export interface DeclaredTensor {
  readonly name: string;
  readonly role: TensorRole;
  /** Vectors are joined end to end; matrices are transposed to [in, out] and set side by side. */
  readonly parts: readonly SourceTensor[];
  /** A table whose first row is added to every row. */
  readonly firstRowOf?: SourceTensor;
}

/** The embedding table, [vocab, d_model]. */
export function table(
  name: string,
  from: readonly string[],
  shape: readonly [rows: number, columns: number],
): DeclaredTensor {
  return { name, role: 'table', parts: [{ from, shape }] };
}

/** A tensor of any shape that stays fp32. */
export function vector(
  name: string,
  from: readonly string[],
  shape: readonly number[],
): DeclaredTensor {
  return { name, role: 'vector', parts: [{ from, shape }] };
}

/** A LayerNorm's weight and bias. */
export function norm(name: string, from: string, size: number): DeclaredTensor[] {
  // Checkpoints converted from TensorFlow call LayerNorm's parameters gamma and beta.
  return [
    vector(`${name}.weight`, [`${from}.weight`, `${from}.gamma`], [size]),
    vector(`${name}.bias`, [`${from}.bias`, `${from}.beta`], [size]),
  ];
}

/** The matrix [in, out] of `from[i].weight`, of `outFeatures[i]` columns each. */
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

/** The same, with the biases of `from[i].bias`. */
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

/** The checkpoint's tensors that a canonical one is made of. */
export function sourceTensors({ parts, firstRowOf }: DeclaredTensor): readonly SourceTensor[] {
  return firstRowOf === undefined ? parts : [...parts, firstRowOf];
}

/** Weights that the checkpoint holds, by count. */
export function parametersOf(tensors: readonly DeclaredTensor[]): number {
  return tensors
    .flatMap(sourceTensors)
    .reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
}
