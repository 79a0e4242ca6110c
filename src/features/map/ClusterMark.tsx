import { usePlotTheme } from '../../widgets/plot/theme.ts';
import { clusterColour, clusterShape } from './cluster-style.ts';

/** The shape and colour of a cluster, beside its name. */
export function ClusterMark({ cluster }: { readonly cluster: number }) {
  const theme = usePlotTheme();
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d={clusterShape(cluster)} fill={clusterColour(theme.clusters, cluster)} />
    </svg>
  );
}
