/** Rows for tests. Keep in step with training/reference/analysis_goldens.py. */

import type { Affinities } from '../src/analysis/project/affinities.ts';
import type { EmbeddingMatrix } from '../src/analysis/types.ts';
import { seededRandom } from '../src/lib/random.ts';

/** `count` rows of length 1 around `topics` centres; row i belongs to topic i mod `topics`. */
export function topicRows(shape: {
  readonly seed: number;
  readonly count: number;
  readonly dim: number;
  readonly topics: number;
  readonly spread: number;
}): EmbeddingMatrix {
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

export function rowsOf(...rows: readonly (readonly number[])[]): EmbeddingMatrix {
  return {
    vectors: Float32Array.from(rows.flat()),
    count: rows.length,
    dim: rows[0]?.length ?? 0,
  };
}

/** Topic rows of which only the first `distinct` differ; the rest repeat them. */
export function repeatedRows(
  shape: Parameters<typeof topicRows>[0] & { readonly distinct: number },
): EmbeddingMatrix {
  const { distinct, count, dim } = shape;
  const { vectors } = topicRows({ ...shape, count: distinct });
  return {
    vectors: Float32Array.from({ length: count * dim }, (_, at) => vectors[at % (distinct * dim)]!),
    count,
    dim,
  };
}

/** Joint similarities of t-SNE, Float64Array [count × count]. */
export function similarityMatrix({ indices, values, k }: Affinities, count: number): Float64Array {
  const p = new Float64Array(count * count);
  for (const [edge, j] of indices.entries()) {
    const i = Math.floor(edge / k);
    p[i * count + j]! += values[edge]! / (2 * count);
    p[j * count + i]! += values[edge]! / (2 * count);
  }
  return p;
}

/** Cost that t-SNE minimises for a layout [count × 2]: Σ p ln(p / q). */
export function klDivergence(p: Float64Array, layout: Float32Array): number {
  const count = layout.length / 2;
  const w = p.map((_, cell) => {
    const [i, j] = [Math.floor(cell / count), cell % count];
    if (i === j) return 0;
    const dx = layout[2 * i]! - layout[2 * j]!;
    const dy = layout[2 * i + 1]! - layout[2 * j + 1]!;
    return 1 / (1 + dx * dx + dy * dy);
  });
  const total = w.reduce((sum, value) => sum + value, 0);
  return p.reduce((sum, value, cell) => {
    return value === 0 ? sum : sum + value * Math.log((value * total) / w[cell]!);
  }, 0);
}
