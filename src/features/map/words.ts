import type { Projection } from '../../analysis/types.ts';
import { plural } from '../../widgets/format.ts';
import type { MapResult } from './result.ts';

export const PROJECTION_NAMES: Record<Projection, string> = {
  pca: 'PCA',
  umap: 'UMAP',
  tsne: 't-SNE',
};

/** Says what was placed on an earlier map, and what is gone from it; null where every map is a layout of its own. */
export function earlierWords({ items, sides }: Pick<MapResult, 'items' | 'sides'>): string | null {
  const differences = sides.find(
    (side) => side !== undefined && side.onEarlier !== null,
  )?.onEarlier;
  if (differences === undefined || differences === null) return null;
  const { added, removed } = differences;
  const map = `the earlier map of ${plural(items.length - added + removed, 'text')}`;
  const gone =
    removed === 0
      ? ''
      : `, of which ${removed.toLocaleString('en')} ${removed === 1 ? 'is' : 'are'} gone`;
  if (added === 0) return `The places are those of ${map}${gone}.`;
  return `${plural(added, 'text')} placed on ${map}${gone}, each among its nearest; no other moved.`;
}

/** Says how a map was made, and of how many texts. */
export function summariseMap(result: MapResult): string {
  const { items, projection, isDraft } = result;
  const [{ clusters }] = result.sides;
  if (isDraft) return `First look by PCA at ${items.length}`;
  return `${PROJECTION_NAMES[projection]} of ${items.length}, ${clusters.algorithm}`;
}
