/** Median and range of repeated measurements. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median =
    sorted.length % 2 === 1
      ? sorted[Math.floor(middle)]!
      : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, min: sorted[0]!, max: sorted.at(-1)! };
}

/** Mean and lowest cosine between the rows of two [n × dim] arrays. */
export function agreement(
  a: Float32Array,
  b: Float32Array,
  dim: number,
): { readonly mean: number; readonly worst: number } {
  let sum = 0;
  let worst = Number.POSITIVE_INFINITY;
  const rows = a.length / dim;
  for (let row = 0; row < rows; row++) {
    let [dot, aa, bb] = [0, 0, 0];
    for (let i = row * dim; i < (row + 1) * dim; i++) {
      dot += a[i]! * b[i]!;
      aa += a[i]! * a[i]!;
      bb += b[i]! * b[i]!;
    }
    const cosine = dot / Math.sqrt(aa * bb);
    sum += cosine;
    worst = Math.min(worst, cosine);
  }
  return { mean: sum / rows, worst };
}
