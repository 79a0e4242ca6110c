/** Computes sizes of a model from its shapes alone, before a byte of its weights is read. */
import { declaredTensors, groupParameters, tensorGroups } from '../encoders/canonical.ts';
import { type DeclaredTensor, parametersOf } from '../encoders/declare.ts';
import type { EncoderSpec } from '../encoders/families/index.ts';
import type { Precision } from '../encoders/quantise.ts';
import { BLOCK_SIZE } from '../encoders/quantise-blocks.ts';

export function parameterCount(spec: EncoderSpec): number {
  return tensorGroups(spec).reduce((sum, group) => sum + groupParameters(spec, group), 0);
}

/**
 * Counts the parameters that every token meets: all but the embedding table's. A token costs twice as many operations.
 */
export function layerParameters(spec: EncoderSpec): number {
  return parameterCount(spec) - groupParameters(spec, 'embed');
}

/** Returns the bytes of the weights at a precision, without the tokenizer and a file's header (under 1 % of it). */
export function weightBytes(spec: EncoderSpec, precision: Precision): number {
  const parameters = parameterCount(spec);
  if (precision === 'fp32') return 4 * parameters;
  const bytes = tensorGroups(spec)
    .flatMap((group) => declaredTensors(spec, group))
    .map((tensor) => storedBytes(tensor, precision));
  return bytes.reduce((sum, n) => sum + n, 0);
}

/**
 * Returns the bytes at 8 bits or 4, with the scales: one a row of a table, one an output of a matrix or one a block of
 * it.
 */
function storedBytes(tensor: DeclaredTensor, precision: 'int8' | 'int4'): number {
  const count = parametersOf([tensor]);
  if (tensor.role === 'table') return count + 4 * tensor.parts[0]!.shape[0]!;
  if (tensor.role !== 'matrix') return 4 * count;
  if (precision === 'int4') return count / 2 + (4 * count) / BLOCK_SIZE;
  return count + 4 * tensor.parts.reduce((sum, { shape }) => sum + shape[0]!, 0);
}

/**
 * Returns the bytes of the largest layer in fp32: a conversion holds it several times. It never holds the embedding
 * table whole.
 */
export function largestLayerBytes(spec: EncoderSpec): number {
  const groups = tensorGroups(spec).filter((group) => group !== 'embed');
  return 4 * Math.max(...groups.map((group) => groupParameters(spec, group)));
}
