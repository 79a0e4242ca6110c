/** A few texts and their vectors, stored with a model: they check a device, and tell the cost of quantising. */
import type { Checkpoint } from '../encoders/open-checkpoint.ts';
import type { Precision } from '../encoders/quantise.ts';
import { agreement } from '../engine/self-check.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import type { Canary } from '../model-folder/format.ts';
import type { Passage } from '../model-folder/passage.ts';
import { CANARY_PAIRS } from './calibration.ts';

/** The texts' hidden states after some groups; after the last, their vectors. */
export type States = Omit<Passage, 'done'>;

/**
 * Returns the lowest cosine between the canary's vectors of the quantised model, at its least exact, and of the
 * source's weights: the cost of quantising. Null where the source's are not known.
 */
export function canaryCosine({ pairs, vectors, integer, source }: Canary): number | null {
  if (source === null) return null;
  const dim = vectors.length / pairs.length;
  const cosines = [vectors, integer ?? vectors].flatMap((all) =>
    pairs.map((_, i) => {
      const row = (values: Float32Array) => values.subarray(i * dim, (i + 1) * dim);
      return agreement(row(all), row(source));
    }),
  );
  return Math.min(...cosines);
}

/**
 * @param trusted Whether nothing speaks against the token ids: otherwise a cosine to the source would tell nothing.
 * @throws CheckpointError if vectors are not finite or all zero.
 */
export function canaryOf(
  { spec, weights }: Checkpoint,
  precision: Precision,
  { source, stored, integer }: States,
  trusted: boolean,
): Canary {
  const join = (vectors: readonly Float32Array[]) => {
    const joined = new Float32Array(CANARY_PAIRS.length * spec.dim);
    for (const i of CANARY_PAIRS.keys()) joined.set(vectors[i]!, i * spec.dim);
    return joined;
  };
  const canary: Canary = {
    pairs: CANARY_PAIRS,
    vectors: join(stored),
    integer: integer.length === 0 ? null : join(integer),
    source: join(source),
  };
  const refuse = (reason: string): never => {
    throw new CheckpointError(reason, { file: weights.name, permanent: true });
  };
  for (const vectors of [canary.source, canary.vectors, canary.integer]) {
    if (vectors?.every(Number.isFinite) === false) {
      refuse(
        'gives vectors that are not finite: its weights are damaged, or it is no sentence encoder',
      );
    }
  }
  const isZero = (vectors: Float32Array | null) => vectors?.every((value) => value === 0) === true;
  if (isZero(canary.source)) {
    refuse(
      'gives a zero vector for every text, so that no two can be compared: its weights are damaged (a norm or Dense layer of zeros), or it is no sentence encoder',
    );
  }
  if (isZero(canary.vectors) || isZero(canary.integer)) {
    refuse(`gives a zero vector for every text in ${precision}; take fp32`);
  }
  return trusted ? canary : { ...canary, source: null };
}
