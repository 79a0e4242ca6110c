import type { Projection } from '../../analysis/types.ts';
import type { MapResult } from './result.ts';

export const PROJECTION_NAMES: Record<Projection, string> = {
  pca: 'PCA',
  umap: 'UMAP',
  tsne: 't-SNE',
};

/** Says how a map was made, and of how many texts. */
export function summariseMap(result: MapResult): string {
  const { items, projection, isDraft } = result;
  const [{ clusters }] = result.sides;
  if (isDraft) return `First look by PCA at ${items.length}`;
  return `${PROJECTION_NAMES[projection]} of ${items.length}, ${clusters.algorithm}`;
}
