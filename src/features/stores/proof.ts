/** Tells which instruction made the vectors of a store, by embedding some of its texts again. */
import { cosine } from '../../lib/cosine.ts';

/** An instruction that may have made the vectors. */
export interface Candidate {
  /** As it is embedded. */
  readonly instruction: string;
  /** Names it in a sentence: "Topic, documents". */
  readonly name: string;
}

export interface Measured {
  readonly candidate: Candidate;
  /** Mean and least cosine of the stored vectors with those made here. */
  readonly mean: number;
  readonly least: number;
}

/**
 * Made: this model's, under one instruction, or one of several that cannot be told apart. Near: likely its relative, or
 * another instruction. Other: not this model's. Width: they cannot be compared.
 */
export type Verdict =
  | { readonly kind: 'made'; readonly best: Measured; readonly alike: readonly Measured[] }
  | { readonly kind: 'near'; readonly best: Measured }
  | { readonly kind: 'other'; readonly best: Measured }
  | { readonly kind: 'width'; readonly stored: number; readonly own: number };

/**
 * Least mean cosine of vectors of the same model and instruction. int8 keeps 0.999 of fp32's (docs/benchmarks.md, "Accuracy").
 * Another instruction of the same model may come as near: so the best of several must also stand apart (`ALIKE`).
 */
const MADE = 0.99;
/** Least mean cosine at which the same model is likely. */
const NEAR = 0.85;
/** What an instruction may lose beside the best one: twice as much, and more than rounding. */
const ALIKE = { times: 2, rounding: 1e-4 };

/** @param stored,own Vectors of the same texts, in the same order, of the same width. */
export function measured(
  candidate: Candidate,
  stored: readonly Float32Array[],
  own: readonly Float32Array[],
): Measured {
  const cosines = stored
    .map((vector, index) => cosine(vector, own[index]!))
    .filter((each) => !Number.isNaN(each));
  return {
    candidate,
    mean: cosines.reduce((sum, each) => sum + each, 0) / cosines.length,
    least: Math.min(...cosines),
  };
}

/** @param all At least one, with a mean. */
export function verdictOf(all: readonly Measured[]): Verdict {
  const [best, ...rest] = [...all].sort((a, b) => b.mean - a.mean) as [Measured, ...Measured[]];
  if (!(best.mean >= NEAR)) return { kind: 'other', best };
  if (best.mean < MADE) return { kind: 'near', best };
  const lost = ALIKE.times * (1 - best.mean) + ALIKE.rounding;
  return { kind: 'made', best, alike: rest.filter(({ mean }) => 1 - mean <= lost) };
}
