import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KSuggestion } from '../../analysis/types.ts';
import { keepVectors, textItems, vectorSet } from '../../app/gather.ts';
import type { Sources } from '../../app/panels.ts';
import { isAbort, messageOf } from '../../lib/errors.ts';
import { mostClusters } from './cluster-limit.ts';
import { MAP_MINIMUM, SEED } from './compute.ts';

interface Suggestion {
  /** Fraction done; null where nothing is computed. */
  readonly progress: number | null;
  readonly error: string | null;
}

/** Which number of clusters parts the texts best, under the first shown lens. */
export interface Suggester {
  readonly store: StoreApi<Suggestion>;
  /** Null where the vectors are not there, or when it was cancelled or failed. */
  start(): Promise<KSuggestion | null>;
  cancel(): void;
}

export function createSuggester({ analysis, workspace, comparison, gather }: Sources): Suggester {
  const store = createStore<Suggestion>()(() => ({ progress: null, error: null }));
  let running: AbortController | null = null;

  return {
    store,
    async start() {
      running?.abort();
      const items = textItems(workspace());
      const inputs = gather(
        comparison(),
        ({ instruction }) => [[instruction, items]],
        (sides) => keepVectors(items, sides),
      );
      if (inputs.kind !== 'ready' || inputs.input.items.length < MAP_MINIMUM) return null;
      const controller = new AbortController();
      running = controller;
      store.setState({ progress: 0, error: null });
      try {
        return await analysis.suggestK(vectorSet(inputs.input.sides[0].lists[0]!), {
          most: Math.max(2, mostClusters(workspace())),
          seed: SEED,
          signal: controller.signal,
          onProgress: (progress) => {
            if (running === controller) store.setState({ progress });
          },
        });
      } catch (error) {
        if (running === controller && !isAbort(error)) store.setState({ error: messageOf(error) });
        return null;
      } finally {
        if (running === controller) {
          running = null;
          store.setState({ progress: null });
        }
      }
    },
    cancel() {
      running?.abort();
    },
  };
}
