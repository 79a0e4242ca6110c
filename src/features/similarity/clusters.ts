import type { MeanCosines } from '../../analysis/types.ts';
import type { PlacedText } from '../../app/results.ts';
import type { MatrixLine } from './lines.ts';

/** The clusters of the texts under the first shown lens, as the matrix needs them. */
export interface ClusteredSide {
  readonly clusters: { readonly k: number; readonly assignments: Int32Array };
  /** Distinctive terms of each cluster, best first. */
  readonly terms: readonly (readonly { readonly term: string }[])[];
}

/** Names a cluster by its two best terms. */
export function clusterTitle({ terms }: Pick<ClusteredSide, 'terms'>, cluster: number): string {
  const words = (terms[cluster] ?? []).slice(0, 2).map(({ term }) => term);
  return words.length === 0 ? `Cluster ${cluster + 1}` : words.join(' · ');
}

/** Returns the cluster of each text that is in the group; −1 for the others. */
export function groupsOf(
  items: readonly PlacedText[],
  { clusters: { assignments } }: ClusteredSide,
  place: PlacedText['place'],
): Int32Array {
  return Int32Array.from(items, (item, i) => (item.place === place ? assignments[i]! : -1));
}

/**
 * Orders clusters so that like ones stand together: the first is the largest, and each next one is the most like the
 * one before it.
 * @param means Mean cosines [k × k].
 */
export function ordered(means: Float32Array, k: number): number[] {
  const left = new Set(Array.from({ length: k }, (_, cluster) => cluster));
  const order: number[] = [];
  for (let next: number | undefined = 0; next !== undefined; ) {
    if (k === 0) break;
    order.push(next);
    left.delete(next);
    const from: number = next * k;
    const like = (cluster: number) => {
      const mean = means[from + cluster]!;
      return Number.isNaN(mean) ? -2 : mean;
    };
    next = undefined;
    for (const cluster of left) {
      if (next === undefined || like(cluster) > like(next)) next = cluster;
    }
  }
  return order;
}

/** Keeps of an order the clusters that have a text. `groups`: the cluster of each text, or −1. */
export function withTexts(order: readonly number[], groups: Int32Array): number[] {
  const present = new Set(groups);
  return order.filter((cluster) => present.has(cluster));
}

/** Returns the means [k × k] of these rows and columns, in their order. */
export function reordered(
  means: Float32Array,
  k: number,
  rows: readonly number[],
  columns: readonly number[],
): Float32Array {
  const values = new Float32Array(rows.length * columns.length);
  for (const [row, from] of rows.entries()) {
    for (const [column, to] of columns.entries()) {
      values[row * columns.length + column] = means[from * k + to]!;
    }
  }
  return values;
}

/** Makes a line of each cluster in its order. `groups`: the cluster of each text, or −1. */
export function clusterLines(
  items: readonly PlacedText[],
  side: ClusteredSide,
  groups: Int32Array,
  order: readonly number[],
): MatrixLine[] {
  const texts = Array.from({ length: side.clusters.k }, (): string[] => []);
  for (const [i, { text }] of items.entries()) if (groups[i]! >= 0) texts[groups[i]!]!.push(text);
  return order.map((cluster) => ({
    id: `${cluster}`,
    name: `${cluster + 1}`,
    text: clusterTitle(side, cluster),
    texts: texts[cluster]!,
  }));
}

/** Returns the `most` texts of a cluster that are most typical of it, the most typical first. */
export function typicalTexts(
  items: readonly PlacedText[],
  groups: Int32Array,
  cluster: number,
  { typicality }: Pick<MeanCosines, 'typicality'>,
  most: number,
): PlacedText[] {
  const members = Int32Array.from(items.keys()).filter((i) => groups[i] === cluster);
  members.sort((a, b) => typicality[b]! - typicality[a]! || a - b);
  return Array.from(members.subarray(0, most), (i) => items[i]!);
}
