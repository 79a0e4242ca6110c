import { type Float64Matrix, squaredNorms } from './linear/dot.ts';
import { AnalysisError, type EmbeddingMatrix } from './types.ts';

/** Rows made by `toRows`; never written, so one serves many computations. */
export interface UnitRows extends Float64Matrix {
  readonly unit: true;
}

/** Input of a computation: embeddings, or their rows. */
export type Given = EmbeddingMatrix | UnitRows;

/**
 * Converts embeddings to rows of length 1, whatever length a model gives its vectors, so that every dot product is a
 * cosine and every distance one between directions. A row of zeros has no direction and stays as it is. Rows made
 * before are returned as they are.
 * @throws AnalysisError if the sizes contradict each other or a value is not finite.
 */
export function toRows(name: string, given: Given): UnitRows {
  if ('unit' in given) return given;
  const { vectors, count, dim } = given;
  checkInteger(`${name}.count`, count, 0);
  checkInteger(`${name}.dim`, dim, count === 0 ? 0 : 1);
  if (vectors.length !== count * dim) {
    throw new AnalysisError(
      `${name}.vectors has ${vectors.length} values, but count ${count} × dim ${dim} = ${count * dim}: pass every row in full.`,
    );
  }
  for (let i = 0; i < vectors.length; i++) {
    if (!Number.isFinite(vectors[i]!)) {
      throw new AnalysisError(
        `${name}: row ${Math.floor(i / dim)} holds ${vectors[i]} in column ${i % dim}: embed that text again.`,
      );
    }
  }
  return { ...unitRows({ values: new Float64Array(vectors), count, dim }), unit: true };
}

/** Scales every row to length 1, in place. In float64 no square of a float32 overflows or vanishes. */
function unitRows(rows: Float64Matrix): Float64Matrix {
  const { values, count, dim } = rows;
  const norms = squaredNorms(rows);
  for (let i = 0; i < count; i++) {
    const length = Math.sqrt(norms[i]!);
    if (length === 0) continue;
    for (let c = i * dim; c < (i + 1) * dim; c++) values[c]! /= length;
  }
  return rows;
}

/** @throws AnalysisError if the rows of the two differ in width. */
export function checkSameDim(
  a: string,
  { count: m, dim: p }: Float64Matrix,
  b: string,
  other: Float64Matrix,
) {
  if (m > 0 && other.count > 0 && p !== other.dim) {
    throw new AnalysisError(
      `${a} has rows of ${p} values and ${b} of ${other.dim}: embed both with the same model.`,
    );
  }
}

/** @throws AnalysisError if `value` is not an integer of at least `least`. */
export function checkInteger(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new AnalysisError(`${name} is ${value}; it must be an integer of at least ${least}.`);
  }
}
