import type { Entries } from '../../app/embeddings/entries.ts';
import type { PlacedText, Sides, WithoutVector } from '../../app/results.ts';
import type { Group } from '../../workspace/edits.ts';
import type { ClusteredSide } from './clusters.ts';
import type { ClusterSimilarity, SimilarityResult } from './result.ts';

/** Most rows and columns of the matrix: a screen cannot show more apart. */
export const MATRIX_LIMIT = 200;

type AskedSides = Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>;

export type TextsInput = Omit<SimilarityResult, 'sides' | 'without'> & {
  readonly sides: AskedSides;
};

export interface ClustersInput
  extends Pick<ClusterSimilarity, 'kind' | 'self' | 'rowTotal' | 'columnTotal'> {
  readonly map: ClusteredTexts;
  readonly group: Group;
  readonly sides: AskedSides;
}

export type SimilarityInput = TextsInput | ClustersInput;

/** Clusters of all texts under the shown lenses, as another panel shows them. */
export interface ClusteredTexts {
  readonly items: readonly PlacedText[];
  readonly without: readonly WithoutVector[];
  readonly sides: Sides<ClusteredSide>;
}
