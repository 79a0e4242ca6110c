/**
 * Writes the positions of the `k` highest of `scores` into `out` from `at` on, highest first; of
 * equal scores the lower position comes first. `k` is at most `scores.length`.
 */
export function topK(
  scores: Float32Array | Float64Array,
  k: number,
  out: Int32Array,
  at: number,
): void {
  let filled = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    if (filled === k && (k === 0 || score <= scores[out[at + k - 1]!]!)) continue;
    let low = 0;
    let high = filled;
    while (low < high) {
      const middle = (low + high) >> 1;
      // An equal score was seen earlier, so it keeps its place before this one.
      if (scores[out[at + middle]!]! >= score) low = middle + 1;
      else high = middle;
    }
    if (filled < k) filled++;
    out.copyWithin(at + low + 1, at + low, at + filled - 1);
    out[at + low] = i;
  }
}
