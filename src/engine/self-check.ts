/**
 * Checks a device before it embeds a user's text: it must reproduce the model's canary vectors. WebGPU can be silently
 * wrong on some drivers: finite, plausible, wrong.
 */
import { cosine } from '../lib/cosine.ts';
import type { Model } from '../model-folder/format.ts';
import { padBatch } from './batch.ts';
import { EngineError } from './errors.ts';
import type { Runner } from './runner.ts';
import type { PairTokeniser } from './tokenise.ts';
import type { Device, SelfCheck } from './types.ts';

/** Least cosine: rounding costs a canary vector less than 1e-5; a wrong kernel costs far more than 1e-3. */
const MIN_COSINE = 0.999;
/**
 * Limits of the largest difference of a value, as a fraction of the stored vector's length. A cosine does not see a
 * length (`normalize` off gives 1), and hardly sees another activation or flipped bits of weights.
 *
 * WebAssembly computes the same everywhere, so there the stored vectors come out to the bit. A GPU rounds its own way.
 * Where activations are in 8 bits and the stored vectors are not, the difference is the cost of quantising.
 */
const MAX_DIFFERENCE = { wasm: 2e-5, webgpu: 5e-4, approximate: 0.05 } as const;

/** @throws EngineError if a cosine is below 0.999, a difference above its limit, or a value not finite. */
export async function selfCheck(
  runner: Runner,
  model: Model,
  tokeniser: PairTokeniser,
  device: Device,
): Promise<SelfCheck> {
  const { pairs } = model.canary;
  // On WASM an int8 model's activations are in 8 bits too. Their cost is the model's, not the device's.
  const integer = device === 'wasm' ? model.canary.integer : null;
  const vectors = integer ?? model.canary.vectors;
  const isExact = device === 'webgpu' || model.precision === 'fp32' || integer !== null;
  const limit = MAX_DIFFERENCE[isExact ? device : 'approximate'];
  const { dim } = model.spec;
  let check: SelfCheck = { cosine: 1, difference: 0 };
  for (const [index, pair] of pairs.entries()) {
    const actual = await runner.run(padBatch([tokeniser.tokenise(pair)]));
    const stored = vectors.subarray(index * dim, (index + 1) * dim);
    const similarity = agreement(actual, stored);
    // NaN must fail too, hence not `similarity < MIN_COSINE`.
    if (!(similarity >= MIN_COSINE)) {
      throw new EngineError(
        `self-check failed: canary ${index + 1} of ${pairs.length} has cosine ${similarity.toFixed(5)} with its stored vector, and ${MIN_COSINE} is needed`,
      );
    }
    const difference = differenceOf(actual, stored);
    if (!(difference <= limit)) {
      throw new EngineError(
        `self-check failed: canary ${index + 1} of ${pairs.length} differs from its stored vector by ${difference.toExponential(1)} of its length, and ${limit} is the limit. Either the device computes wrongly, or the model's settings are not those it was converted with: then fetch or convert it again`,
      );
    }
    check = {
      cosine: Math.min(check.cosine, similarity),
      difference: Math.max(check.difference, difference),
    };
  }
  return check;
}

/** Returns the largest |Δ| of a value as a fraction of the length of `stored`; undivided where that is zero. */
export function differenceOf(actual: Float32Array, stored: Float32Array): number {
  let largest = 0;
  let squared = 0;
  for (const [i, value] of stored.entries()) {
    largest = Math.max(largest, Math.abs(actual[i]! - value));
    squared += value ** 2;
  }
  return largest / (Math.sqrt(squared) || 1);
}

/**
 * Returns the cosine of two vectors that should be the same. Zero vectors have no direction: two are the same vector
 * (1), and one is no vector of another (0). NaN if a value is NaN.
 */
export function agreement(a: Float32Array, b: Float32Array): number {
  const [isZeroA, isZeroB] = [a, b].map((vector) => vector.every((value) => value === 0));
  if (isZeroA || isZeroB) return isZeroA === isZeroB ? 1 : 0;
  return cosine(a, b);
}
