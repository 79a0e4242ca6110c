import { usePlotTheme } from '../../widgets/plot/theme.ts';
import { markOf } from './cluster-style.ts';

/** Shows the shape and colour of a cluster, beside its name. */
export function ClusterMark({ cluster }: { readonly cluster: number }) {
  const { shape, colour } = markOf(usePlotTheme(), cluster);
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d={shape} fill={colour} />
    </svg>
  );
}
