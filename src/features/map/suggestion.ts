import type { KSuggestion } from '../../analysis/types.ts';
import { keepVectors, vectorSet } from '../../app/embeddings/gather.ts';
import { textItems } from '../../app/items.ts';
import type { Sources } from '../../app/panels.ts';
import { isAbort } from '../../lib/errors.ts';
import { mostClusters } from './cluster-limit.ts';
import { MAP_MINIMUM } from './compute.ts';
import { SEED } from './placement.ts';

/**
 * Finds the number of clusters that parts the texts best, under the first shown lens. The job `suggest-k` shows its
 * progress and cancels it.
 * @returns null if the vectors are not there, or the search was cancelled or restarted.
 * @throws AnalysisError, and errors of the vectors' worker.
 */
export type Suggest = () => Promise<KSuggestion | null>;

export function createSuggest({ analysis, workspace, shown, gather, jobs }: Sources): Suggest {
  let running: AbortController | null = null;

  return async () => {
    running?.abort();
    const items = textItems(workspace());
    const inputs = gather(
      shown(),
      ({ instruction }) => [[instruction, items]],
      (sides) => keepVectors(items, sides),
    );
    if (inputs.kind !== 'ready' || inputs.input.items.length < MAP_MINIMUM) return null;
    const controller = new AbortController();
    const { signal } = controller;
    running = controller;
    const job = jobs.begin('suggest-k', {
      title: 'Suggesting k',
      cancel: () => controller.abort(),
    });
    try {
      return await analysis.suggestK(vectorSet(inputs.input.sides[0].lists[0]!), {
        most: Math.max(2, mostClusters(workspace())),
        seed: SEED,
        signal,
        onProgress: (fraction) => job.report({ fraction }),
      });
    } catch (error) {
      if (signal.aborted || isAbort(error)) return null;
      throw error;
    } finally {
      job.end();
    }
  };
}
