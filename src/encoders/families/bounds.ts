import type { JsonObject } from '../../checkpoint/json.ts';

/** Most values of one matrix: one array holds them as floats. T5-11B's largest has 2^26. */
const MAX_MATRIX = 2 ** 28;
/** Most values of the embedding table, which is read by rows. mT5-XXL's has 2^30. */
const MAX_TABLE = 2 ** 32;

interface Sizes {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly heads: number;
  readonly headSize: number;
  readonly feedForwardSize: number;
}

/** Refuses sizes that are each possible but not together, before they are used. @throws CheckpointError */
export function checkSizes(config: JsonObject, sizes: Sizes): void {
  const { vocabSize, hiddenSize, heads, headSize, feedForwardSize } = sizes;
  const products = [
    ['attention matrix', [hiddenSize, 3, heads, headSize], MAX_MATRIX],
    ['feed-forward matrix', [hiddenSize, 2, feedForwardSize], MAX_MATRIX],
    ['embedding table', [vocabSize, hiddenSize], MAX_TABLE],
  ] as const;
  for (const [what, factors, most] of products) {
    const values = factors.reduce((product, factor) => product * factor, 1);
    if (values <= most) continue;
    config.fail(what, factors.join(' × '), `${most} values at most, more than any encoder has`);
  }
}

/** Checks the size of a Dense module's matrix. @throws CheckpointError */
export function checkDenseSize(config: JsonObject, inFeatures: number, outFeatures: number): void {
  if (inFeatures * outFeatures <= MAX_MATRIX) return;
  config.fail('out_features', `${inFeatures} × ${outFeatures}`, `${MAX_MATRIX} values at most`);
}

/** Bounds of config.json's fields that no real encoder comes near, so that products of two fields stay exact. */
export const WIDTH = { min: 1, max: 1 << 20 };
export const COUNT = { min: 1, max: 1 << 12 };
export const VOCABULARY = { min: 1, max: 1 << 24 };
export const EPSILON = { min: 0, max: 1 };

/** Bounds of a spec's fields that Facet wrote. */
export const SIZE = { min: 1, max: 2 ** 24 };

/** Most tokens: no encoder was trained near this, and attention grows with its square. */
export const MAX_TOKENS = 1 << 16;

/** Makes choices whose spelling is their meaning. */
export function same<Name extends string>(names: readonly Name[]): Record<Name, Name> {
  return Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;
}
