import type { Clusters } from '../../analysis/types.ts';

/**
 * Renumbers `clusters`: each takes the number of the cluster of `reference` that it shares most texts with, the pair
 * that shares most first, so that unchanged clusters keep their colour. Clusters without a partner take the remaining
 * numbers. `k` then counts the numbers, of which some may be empty.
 */
export function matchClusters(reference: Clusters, clusters: Clusters): Clusters {
  const width = Math.max(reference.k, clusters.k);
  const shared = new Int32Array(width * width);
  for (const [text, label] of clusters.assignments.entries()) {
    const at = label * width + (reference.assignments[text] ?? 0);
    shared[at] = (shared[at] ?? 0) + 1;
  }
  const pairs = Array.from(shared.keys()).sort((a, b) => (shared[b] ?? 0) - (shared[a] ?? 0));
  const numbers = new Map<number, number>();
  const taken = new Set<number>();
  for (const pair of pairs) {
    const [label, number] = [Math.floor(pair / width), pair % width];
    if (label >= clusters.k || numbers.has(label) || taken.has(number)) continue;
    numbers.set(label, number);
    taken.add(number);
  }
  return {
    ...clusters,
    k: Math.max(0, ...taken) + (taken.size > 0 ? 1 : 0),
    assignments: clusters.assignments.map((label) => numbers.get(label) ?? label),
  };
}
