import type { StoreApi } from 'zustand/vanilla';
import type { Analysis } from '../analysis/types.ts';
import type { Engine } from '../engine/types.ts';
import { createEffect } from '../features/effect/compute.ts';
import { createMap } from '../features/map/map.ts';
import { createSuggester } from '../features/map/suggestion.ts';
import { createRetrieval } from '../features/retrieval/compute.ts';
import { createSimilarity } from '../features/similarity/compute.ts';
import { createTokens } from '../features/tokens/compute.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { type Comparison, comparisonOf } from './comparison.ts';
import type { Embeddings } from './embeddings.ts';
import type { EngineState } from './engine.ts';
import { createGather, type Gather } from './gather.ts';
import type { View } from './view.ts';
import type { WorkspaceState } from './workspace.ts';

/** What every panel computes from. */
export interface Sources {
  readonly analysis: Analysis;
  readonly workspace: () => Workspace;
  readonly view: () => View;
  readonly comparison: () => Comparison;
  readonly gather: Gather;
}

/**
 * The panels' results, each following its own part of the workspace under the lenses shown, and what
 * is computed from the same sources when it is asked for.
 */
export function createPanels(from: {
  readonly engine: Pick<Engine, 'read'>;
  readonly analysis: Analysis;
  readonly embeddings: Embeddings;
  readonly model: StoreApi<EngineState>;
  readonly workspace: StoreApi<WorkspaceState>;
  readonly view: StoreApi<View>;
}) {
  const sources: Sources = {
    analysis: from.analysis,
    workspace: () => from.workspace.getState().workspace,
    view: () => from.view.getState(),
    comparison: () => comparisonOf(from.workspace.getState().workspace, from.view.getState()),
    gather: createGather(from.embeddings, from.model),
  };
  const map = createMap(sources);
  const effect = createEffect(sources, map);
  map.store.subscribe(() => effect.update());
  const panels = {
    similarity: createSimilarity(sources),
    map,
    retrieval: createRetrieval(sources),
    effect,
    tokens: createTokens({
      ...sources,
      engine: from.engine,
      model: () => {
        const { status, info } = from.model.getState();
        return status === 'ready' || status === 'recovering' ? (info?.fingerprint ?? null) : null;
      },
    }),
  };
  return { panels, suggester: createSuggester(sources) };
}
