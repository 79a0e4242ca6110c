import type { MapSide } from './result.ts';

/** Number of terms that name a cluster in the legend. */
const TERMS = 2;

/** Names a cluster by its most distinctive terms; empty where it has none. */
export function clusterName({ terms }: Pick<MapSide, 'terms'>, cluster: number): string {
  return named(terms[cluster], TERMS);
}

/**
 * Names every cluster of a side, no two alike: two terms, a third if another cluster has the same two, and its number
 * if even that is not unique, or if it has no terms.
 */
export function clusterNames({ terms, clusters: { k } }: MapSide): string[] {
  const tally = (names: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
    return counts;
  };
  const short = Array.from({ length: k }, (_, cluster) => named(terms[cluster], TERMS));
  const shorts = tally(short);
  const longer = short.map((name, cluster) =>
    shorts.get(name) === 1 ? name : named(terms[cluster], TERMS + 1),
  );
  const taken = tally(longer);
  return longer.map((name, cluster) => {
    if (name === '') return `Cluster ${cluster + 1}`;
    return taken.get(name) === 1 ? name : `${name} (${cluster + 1})`;
  });
}

function named(terms: MapSide['terms'][number] | undefined, count: number): string {
  return (terms ?? [])
    .slice(0, count)
    .map(({ term }) => term)
    .join(' · ');
}
