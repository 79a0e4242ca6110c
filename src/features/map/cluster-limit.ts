import { MOST_CLUSTERS, type Workspace } from '../../workspace/workspace.ts';

/** Clusters that can always be asked for, however few labels there are. */
const ALWAYS = 200;

/** Of the texts last asked about: counting the labels of 100,000 texts anew at every change would cost milliseconds. */
const known = new WeakMap<Workspace['texts'], number>();

/**
 * Returns the largest number of clusters: 200, or as many as there are labels, and never more than texts or 1,000; at
 * least 1.
 */
export function mostClusters({ texts }: Pick<Workspace, 'texts'>): number {
  const before = known.get(texts);
  if (before !== undefined) return before;
  const labels = new Set(texts.map(({ label }) => label));
  labels.delete(undefined);
  const most = Math.max(1, Math.min(texts.length, MOST_CLUSTERS, Math.max(ALWAYS, labels.size)));
  known.set(texts, most);
  return most;
}
