import type { Steps } from '../steps.ts';
import type { ProjectOptions } from '../types.ts';
import { type Given, toRows } from '../validate.ts';
import { principalComponents } from './pca.ts';
import { placeOn } from './place.ts';
import { TSNE_MINIMUM, tsneLayout } from './tsne.ts';
import { UMAP_MINIMUM, umapLayout } from './umap.ts';

const DEFAULT_SEED = 1;
/** Rows from which a draft finds its components: a few tenths of a second. */
const DRAFT_ROWS = 2000;

/**
 * Projects to 2-D coordinates, Float32Array [count × 2]. UMAP and t-SNE of fewer than five texts are their PCA.
 * @throws AnalysisError for values that are not finite, and for an earlier map of another number of texts or of none.
 */
export function* project(embeddings: Given, options: ProjectOptions): Steps<Float32Array> {
  const rows = toRows('embeddings', embeddings);
  const { method, seed = DEFAULT_SEED, draft = false, earlier } = options;
  if (earlier !== undefined) return yield* placeOn(rows, earlier);
  if (draft) return Float32Array.from(yield* principalComponents(rows, 2, { fitted: DRAFT_ROWS }));
  if (method === 'umap' && rows.count >= UMAP_MINIMUM) return yield* umapLayout(rows, seed);
  if (method === 'tsne' && rows.count >= TSNE_MINIMUM) return yield* tsneLayout(rows, seed);
  return Float32Array.from(yield* principalComponents(rows, 2));
}
