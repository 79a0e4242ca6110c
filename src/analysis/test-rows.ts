/** Rows for tests. Kept in step with training/reference/analysis_goldens.py. */
import { seededRandom } from './random.ts';
import type { Embeddings } from './types.ts';

/** `count` rows of length 1 around `topics` centres; row i belongs to topic i mod `topics`. */
export function topicRows(shape: {
  readonly seed: number;
  readonly count: number;
  readonly dim: number;
  readonly topics: number;
  readonly spread: number;
}): Embeddings {
  const { seed, count, dim, topics, spread } = shape;
  const random = seededRandom(seed);
  const centres = Array.from({ length: topics }, () =>
    Array.from({ length: dim }, () => random() - 0.5),
  );
  const vectors = new Float32Array(count * dim);
  for (let i = 0; i < count; i++) {
    const row = centres[i % topics]!.map((centre) => centre + spread * (random() - 0.5));
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    for (const [c, value] of row.entries()) vectors[i * dim + c] = value / length;
  }
  return { vectors, count, dim };
}

export function rowsOf(...rows: readonly (readonly number[])[]): Embeddings {
  return {
    vectors: Float32Array.from(rows.flat()),
    count: rows.length,
    dim: rows[0]?.length ?? 0,
  };
}
