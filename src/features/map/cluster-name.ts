import type { MapSide } from './result.ts';

/** Terms that name a cluster in the legend. */
const TERMS = 2;

/** A cluster by its most distinctive terms; empty where it has none. */
export function clusterName({ terms }: Pick<MapSide, 'terms'>, cluster: number): string {
  return (terms[cluster] ?? [])
    .slice(0, TERMS)
    .map(({ term }) => term)
    .join(' · ');
}
