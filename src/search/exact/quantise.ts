/**
 * A row x of length 1 as int8 values q and a scale s: x ≈ s·q. Every error is bounded: by Cauchy and Schwarz the cosine
 * with a query u, also of length 1 and quantised as t·p, differs from s·t·(q·p) by at most
 * ‖x − s·q‖ + ‖s·q‖·‖u − t·p‖ ≤ ‖x − s·q‖ + (1 + ‖x − s·q‖)·‖u − t·p‖.
 */
import { SearchError } from '../types.ts';

const MOST_INT8 = 127;
const MOST_INT16 = 32767;
const MOST_INT32 = 2 ** 31 - 1;

/**
 * Covers what the bounds leave out: roundings of float64, and that cosines are compared as float32, whose steps near 1
 * are 6e-8.
 */
export const SLACK = 1e-6;

/** Returns the length of a row, by the same additions everywhere; 0 for zeros. */
export function lengthOf(rows: Float32Array, from: number, dim: number): number {
  let sum = 0;
  for (let c = from; c < from + dim; c++) sum += rows[c]! * rows[c]!;
  return Math.sqrt(sum);
}

/**
 * Quantises the row at `from`, scaled to length 1, to `dim` int8 at `at`.
 * @returns The scale and a bound of the error's length; NaN for a row without a direction.
 * @throws SearchError for a value that is not finite.
 */
export function quantiseRow(
  rows: Float32Array,
  from: number,
  dim: number,
  out: Int8Array,
  at: number,
): { readonly scale: number; readonly error: number } {
  const length = lengthOf(rows, from, dim);
  if (!Number.isFinite(length)) {
    throw new SearchError(
      `Row ${Math.floor(from / dim)} has a value that is not finite: embed that text again.`,
    );
  }
  if (length === 0) return { scale: Number.NaN, error: Number.NaN };
  let most = 0;
  for (let c = from; c < from + dim; c++) most = Math.max(most, Math.abs(rows[c]!));
  const scale = Math.fround(most / length / MOST_INT8);
  let squares = 0;
  for (let c = 0; c < dim; c++) {
    const value = rows[from + c]! / length;
    const q = Math.max(-MOST_INT8, Math.min(MOST_INT8, Math.round(value / scale)));
    out[at + c] = q;
    squares += (value - q * scale) ** 2;
  }
  return { scale, error: Math.sqrt(squares) };
}

export interface Query {
  /** Values of length 1; zeros where there is no direction. */
  readonly unit: Float64Array;
  readonly hasDirection: boolean;
  readonly quantised: Int16Array;
  /** t: what one step of the int16 values is. */
  readonly step: number;
  /** Bound of the length of unit − step·quantised. */
  readonly error: number;
}

/** Prepares the query at `from`. Its int16 values are so small that no dot product with int8 leaves int32. */
export function prepareQuery(rows: Float32Array, from: number, dim: number): Query {
  const length = lengthOf(rows, from, dim);
  if (!Number.isFinite(length)) {
    throw new SearchError(
      `Query ${Math.floor(from / dim)} has a value that is not finite: embed that text again.`,
    );
  }
  const unit = Float64Array.from({ length: dim }, (_, c) =>
    length === 0 ? 0 : rows[from + c]! / length,
  );
  const quantised = new Int16Array(dim);
  if (length === 0) return { unit, hasDirection: false, quantised, step: 0, error: 0 };
  let most = 0;
  let sum = 0;
  for (const value of unit) {
    most = Math.max(most, Math.abs(value));
    sum += Math.abs(value);
  }
  // Rounding adds up to a half a column.
  const step = Math.max(most / MOST_INT16, sum / (MOST_INT32 / MOST_INT8 - dim));
  let squares = 0;
  for (const [c, value] of unit.entries()) {
    quantised[c] = Math.round(value / step);
    squares += (value - quantised[c]! * step) ** 2;
  }
  return { unit, hasDirection: true, quantised, step, error: Math.sqrt(squares) };
}

/**
 * The cosine of a query with the row at `from`, as float32: by the same operations in the same order as the plain
 * search, so that both agree to the bit.
 */
export function cosineWith({ unit }: Query, rows: Float32Array, from: number, dim: number): number {
  const length = lengthOf(rows, from, dim);
  let sum = 0;
  for (let c = 0; c < dim; c++) sum += unit[c]! * (rows[from + c]! / length);
  return Math.fround(sum);
}
