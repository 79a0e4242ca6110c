/**
 * Computes the cosine of two vectors of the same width and of any length, −1 to 1; NaN where one is zero throughout and
 * has no direction. In float64, where no square of a float32 overflows or vanishes.
 */
export function cosine(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  let squaredA = 0;
  let squaredB = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    squaredA += a[i]! ** 2;
    squaredB += b[i]! ** 2;
  }
  // Rounding can carry it beyond 1 by a few units in the last place.
  return Math.max(-1, Math.min(1, dot / Math.sqrt(squaredA) / Math.sqrt(squaredB)));
}
