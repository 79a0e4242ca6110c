import { labelsOf } from '../../app/items.ts';
import { once } from '../../lib/once.ts';
import { MOST_CLUSTERS, type Workspace } from '../../workspace/workspace.ts';

/** Clusters that can always be asked for, however few labels there are. */
const ALWAYS = 200;

/** How many labels differ: counted anew when labels change, and not with every letter of 100,000 texts. */
const different = once((labels: readonly string[]) => new Set(labels).size);

/**
 * Returns the largest number of clusters: 200, or as many as there are labels, and never more than texts or 1,000; at
 * least 1.
 */
export function mostClusters(workspace: Pick<Workspace, 'texts'>): number {
  const wanted = Math.max(ALWAYS, different(labelsOf(workspace)));
  return Math.max(1, Math.min(workspace.texts.length, MOST_CLUSTERS, wanted));
}
