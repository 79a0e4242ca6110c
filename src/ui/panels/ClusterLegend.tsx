import type { Item, MapSide } from '../../state/results.ts';
import { formatFigure } from '../shared/format.ts';
import { ClusterMark } from './ClusterMark.tsx';
import { clusterMembers } from './map-figure.ts';

/** Terms that name a cluster in the legend. */
const TERMS = 2;

/** The clusters of a map: their marks, distinctive terms and sizes, and how well they are apart. */
export function ClusterLegend({
  items,
  side,
  short,
}: {
  readonly items: readonly Item[];
  readonly side: MapSide;
  /** Beside another map there is no room for terms. */
  readonly short: boolean;
}) {
  const clusters = clusterMembers(side)
    .map(({ length }, cluster) => ({ cluster, size: length, name: clusterName(side, cluster) }))
    .filter(({ size }) => size > 0);
  const { silhouette } = side.clusters;
  const known = Number.isFinite(silhouette);
  const both = items.some(({ place }) => place === 'B');
  return (
    <ul className="legend" aria-label="Clusters">
      {clusters.map(({ cluster, size, name }) => (
        <li key={cluster} title={`Cluster ${cluster + 1}: ${name}`}>
          <ClusterMark cluster={cluster} />
          {short || name === '' ? (
            `Cluster ${cluster + 1}`
          ) : (
            <bdi className="legend-terms ellipsis">{name}</bdi>
          )}
          <span className="legend-size">{size}</span>
        </li>
      ))}
      <li className="legend-note">
        {both && !short && 'filled A, open B'}
        {both && !short && known && ' · '}
        {known && (
          <span title="Mean silhouette (Rousseeuw 1987): 1 is clusters far apart, 0 is touching, below 0 is mixed">
            silhouette {formatFigure(silhouette)}
          </span>
        )}
      </li>
      {side.gold !== null && (
        <li
          className="legend-note"
          data-testid="gold"
          title={`${side.gold.texts} labelled texts. V-measure (Rosenberg & Hirschberg 2007), ARI (Hubert & Arabie 1985), NMI with arithmetic mean (Kvålseth 1987), which equals V-measure`}
        >
          against labels: V {formatFigure(side.gold.vMeasure)} · ARI {formatFigure(side.gold.ari)} ·
          NMI {formatFigure(side.gold.nmi)}
        </li>
      )}
    </ul>
  );
}

/** A cluster by its most distinctive terms; empty where it has none. */
export function clusterName({ terms }: Pick<MapSide, 'terms'>, cluster: number): string {
  return (terms[cluster] ?? [])
    .slice(0, TERMS)
    .map(({ term }) => term)
    .join(' · ');
}
