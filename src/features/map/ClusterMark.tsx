import { usePlotTheme } from '../../widgets/plot/theme.ts';
import { markOf } from './cluster-style.ts';

/** Shows the shape and colour of a cluster, or of a step of a scale, beside its name. */
export function ClusterMark(mark: { readonly cluster: number; readonly steps?: number }) {
  const { shape, colour } = markOf(usePlotTheme(), mark);
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d={shape} fill={colour} />
    </svg>
  );
}
