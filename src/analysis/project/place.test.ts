import { describe, expect, it } from 'vitest';
import { topicRows } from '../../../testing/rows.ts';
import { finish } from '../steps.ts';
import type { EmbeddingMatrix } from '../types.ts';
import { project } from './project.ts';

const ADDED = 20;
const DIM = 24;
const rows = topicRows({ seed: 4, count: 220, dim: DIM, topics: 5, spread: 1 });
const first = (count: number): EmbeddingMatrix => ({
  ...rows,
  count,
  vectors: rows.vectors.slice(0, count * DIM),
});
const before = finish(project(first(rows.count - ADDED), { method: 'umap' }));
const place = (embeddings: EmbeddingMatrix, known = before) => {
  const earlier = new Float32Array(2 * embeddings.count).fill(Number.NaN);
  earlier.set(known);
  return finish(project(embeddings, { method: 'umap', earlier }));
};

describe('placing texts on an earlier map', () => {
  const placed = place(rows);

  it('moves no other text', () => {
    expect(placed.subarray(0, before.length)).toEqual(before);
    expect(place(first(rows.count - ADDED))).toEqual(before);
  });

  it('places each text among those of its topic', () => {
    const nearestTopic = (i: number) => {
      const apart = (j: number) =>
        Math.hypot(placed[2 * i]! - placed[2 * j]!, placed[2 * i + 1]! - placed[2 * j + 1]!);
      const others = Array.from({ length: rows.count - ADDED }, (_, j) => j);
      return others.reduce((best, j) => (apart(j) < apart(best) ? j : best)) % 5;
    };
    const added = Array.from({ length: ADDED }, (_, at) => rows.count - ADDED + at);
    expect(added.filter((i) => nearestTopic(i) === i % 5)).toHaveLength(ADDED);
  });

  it('gives a text the same place whatever else is added', () => {
    expect(place(first(rows.count - ADDED + 1))).toEqual(placed.subarray(0, before.length + 2));
  });

  it('gives a text that repeats another the place of that one', () => {
    const vectors = rows.vectors.slice();
    vectors.copyWithin((rows.count - 1) * DIM, 7 * DIM, 8 * DIM);
    expect(place({ ...rows, vectors }).slice(-2)).toEqual(before.slice(14, 16));
  });

  it('weighs the places of the neighbours as exp(−d / σ), which sum to log₂ k without the nearest', () => {
    // On a circle: distances are chords. Six texts have a place, of which k = 3 are taken.
    const turn = [0, 0.3, 0.7, 1.3, 2, 3];
    const own = 0.1;
    const angles = [...turn, own];
    const circle = Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
    const known = Float32Array.from(turn.flatMap((_, i) => [i, i * i]));
    const found = place({ vectors: circle, count: 7, dim: 2 }, known).slice(-2);
    const chord = (angle: number) => 2 * Math.sin(Math.abs(angle - own) / 2);
    const distances = [turn[0]!, turn[1]!, turn[2]!].map(chord);
    // Of log₂ 3 for the two farther ones follows σ, by bisection.
    let [low, high] = [1e-3, 1e3];
    for (let n = 0; n < 200; n++) {
      const middle = (low + high) / 2;
      const sum = Math.exp(-distances[1]! / middle) + Math.exp(-distances[2]! / middle);
      if (sum > Math.log2(3)) high = middle;
      else low = middle;
    }
    const weights = distances.map((distance) => Math.exp(-distance / low));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = (of: (i: number) => number) =>
      weights.reduce((sum, weight, i) => sum + (weight / total) * of(i), 0);
    expect(found[0]).toBeCloseTo(
      mean((i) => i),
      4,
    );
    expect(found[1]).toBeCloseTo(
      mean((i) => i * i),
      4,
    );
  });

  it('refuses an earlier map of other texts', () => {
    const none = new Float32Array(2 * rows.count).fill(Number.NaN);
    expect(() => project(rows, { method: 'umap', earlier: before }).next()).toThrow(
      'The earlier map has 200 places for 220 texts: lay the map out anew.',
    );
    expect(() => project(rows, { method: 'umap', earlier: none }).next()).toThrow(
      'The earlier map has none of the texts',
    );
  });
});
