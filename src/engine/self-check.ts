/**
 * WebGPU can be silently wrong on some drivers: finite, plausible, wrong. So no device embeds a
 * user's text before it has reproduced the model's canary vectors.
 */
import { cosine } from '../lib/cosine.ts';
import type { Model } from '../model-folder/format.ts';
import { padBatch } from './batch.ts';
import { EngineError } from './errors.ts';
import type { Runner } from './runner.ts';
import type { PairTokeniser } from './tokenise.ts';
import type { Device } from './types.ts';

/** Rounding costs a canary vector less than 1e-5; a wrong kernel costs far more than 1e-3. */
const MIN_COSINE = 0.999;

/**
 * @returns The lowest cosine between the runner's canary vectors and the stored ones.
 * @throws EngineError if it is below 0.999 or a value is not finite.
 */
export async function selfCheck(
  runner: Runner,
  model: Model,
  tokeniser: PairTokeniser,
  device: Device,
): Promise<number> {
  const { pairs } = model.canary;
  // On WASM an int8 model's activations are in 8 bits too. What that costs is a matter of the model, not of the device.
  const vectors = (device === 'wasm' ? model.canary.integer : null) ?? model.canary.vectors;
  const { dim } = model.spec;
  let lowest = 1;
  for (const [index, pair] of pairs.entries()) {
    const actual = await runner.run(padBatch([tokeniser.tokenise(pair)]));
    const similarity = agreement(actual, vectors.subarray(index * dim, (index + 1) * dim));
    // NaN must fail too, hence not `similarity < MIN_COSINE`.
    if (!(similarity >= MIN_COSINE)) {
      throw new EngineError(
        `self-check failed: canary ${index + 1} of ${pairs.length} has cosine ${similarity.toFixed(5)} with its stored vector, and ${MIN_COSINE} is needed`,
      );
    }
    lowest = Math.min(lowest, similarity);
  }
  return lowest;
}

/**
 * Cosine of two vectors that should be the same. Zero vectors have no direction: two are the same vector (1), and one
 * is no vector of another (0). NaN where a value is.
 */
export function agreement(a: Float32Array, b: Float32Array): number {
  const [isZeroA, isZeroB] = [a, b].map((vector) => vector.every((value) => value === 0));
  if (isZeroA || isZeroB) return isZeroA === isZeroB ? 1 : 0;
  return cosine(a, b);
}
