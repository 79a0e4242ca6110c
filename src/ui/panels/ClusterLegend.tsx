import type { MapResult } from '../../state/panels.ts';
import { usePlotTheme } from '../plot/theme.ts';
import { clusterColour, clusterShape } from './cluster-style.ts';
import { clusterMembers } from './map-figure.ts';

export function ClusterLegend({ result }: { readonly result: MapResult }) {
  const theme = usePlotTheme();
  const clusters = clusterMembers(result).map(({ length }, cluster) => ({ cluster, size: length }));
  const { silhouette } = result.clusters;
  const known = Number.isFinite(silhouette);
  const both = result.items.some(({ place }) => place === 'B');
  return (
    <ul className="legend" aria-label="Clusters">
      {clusters.map(({ cluster, size }) => (
        <li key={cluster}>
          <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <path d={clusterShape(cluster)} fill={clusterColour(theme.clusters, cluster)} />
          </svg>
          Cluster {cluster + 1}
          <span className="legend-size">{size}</span>
        </li>
      ))}
      <li className="legend-note">
        {both && 'filled A, open B'}
        {both && known && ' · '}
        {known && (
          <span title="Mean silhouette (Rousseeuw 1987): 1 is clusters far apart, 0 is touching, below 0 is mixed">
            silhouette {silhouette.toFixed(2).replace('-', '−')}
          </span>
        )}
      </li>
    </ul>
  );
}
