/** What a model takes at rest, by its shapes alone: known before a byte of its weights is read. */
import { groupParameters, tensorGroups } from '../encoders/canonical.ts';
import type { Precision } from '../encoders/quantise.ts';
import { BLOCK_SIZE } from '../encoders/quantise-blocks.ts';
import type { EncoderSpec } from '../encoders/spec.ts';

export function parameterCount(spec: EncoderSpec): number {
  return tensorGroups(spec).reduce((sum, group) => sum + groupParameters(spec, group), 0);
}

/** Bytes of the weights at a precision, without the tokenizer and a file's header (under 1 % of it). */
export function weightBytes(spec: EncoderSpec, precision: Precision): number {
  const parameters = parameterCount(spec);
  if (precision === 'fp32') return 4 * parameters;
  const { hiddenSize: d, layers, vocabSize } = spec;
  const inner = spec.heads * spec.headSize;
  const wide = spec.family === 't5' && spec.gated ? 2 : 1;
  const ff = spec.feedForwardSize;
  const matrix = layers * d * (4 * inner + (wide + 1) * ff);
  const channels = layers * (3 * inner + d + wide * ff + d);
  const table = vocabSize * (d + 4);
  const rest = 4 * (parameters - matrix - vocabSize * d);
  return (
    table +
    rest +
    (precision === 'int8' ? matrix + 4 * channels : matrix / 2 + (4 * matrix) / BLOCK_SIZE)
  );
}

/** Bytes of the largest layer in fp32: what a conversion holds several times. It never holds the embedding table whole. */
export function largestLayerBytes(spec: EncoderSpec): number {
  const groups = tensorGroups(spec).filter((group) => group !== 'embed');
  return 4 * Math.max(...groups.map((group) => groupParameters(spec, group)));
}
