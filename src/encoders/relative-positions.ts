/**
 * Computes relative-position buckets of bidirectional attention as T5 has it, Int32Array [length × length] (row: query,
 * column: key). Half of the buckets are for keys after the query; of each half, the first half counts single positions
 * and the rest grows logarithmically up to `maxDistance`. Source: `T5Attention._relative_position_bucket`, Hugging Face
 * transformers.
 */
export function relativePositionBuckets(
  length: number,
  buckets: number,
  maxDistance: number,
): Int32Array<ArrayBuffer> {
  const half = buckets >> 1;
  const byDistance = bucketsByDistance(length, buckets, maxDistance);
  const result = new Int32Array(length * length);
  for (let query = 0; query < length; query++) {
    for (let key = 0; key < length; key++) {
      const distance = Math.abs(key - query);
      result[query * length + key] = (key > query ? half : 0) + byDistance[distance]!;
    }
  }
  return result;
}

/** Computes the bucket of each distance below `length` of a key that is not after the query, Int32Array [length]. */
export function bucketsByDistance(
  length: number,
  buckets: number,
  maxDistance: number,
): Int32Array<ArrayBuffer> {
  const half = buckets >> 1;
  const exact = half >> 1;
  return Int32Array.from({ length }, (_, distance) => {
    if (distance < exact) return distance;
    // In fp32 as torch does it: at exact powers the rounding decides the bucket.
    const fraction = Math.fround(
      Math.fround(Math.log(Math.fround(distance / exact))) /
        Math.fround(Math.log(maxDistance / exact)),
    );
    return Math.min(exact + Math.trunc(Math.fround(fraction * (half - exact))), half - 1);
  });
}
