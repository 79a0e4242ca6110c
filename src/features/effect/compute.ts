import type { Agreement, Clusters, ClusterTerm, Neighbours } from '../../analysis/types.ts';
import { Derived } from '../../app/embeddings/derived.ts';
import type { Entries } from '../../app/embeddings/entries.ts';
import { sameSides, vectorSet } from '../../app/embeddings/gather.ts';
import { sameItems } from '../../app/items.ts';
import type { Computed, Sources } from '../../app/panels.ts';
import type { PlacedText, Sides, WithoutVector } from '../../app/results.ts';
import type { EffectResult } from './result.ts';

/** Number of neighbours compared per text. */
const NEIGHBOURS = 10;

/** The clusters of the texts under one lens. */
interface ClusteredSide {
  readonly clusters: Pick<Clusters, 'assignments'>;
  /** Distinctive terms of each cluster, best first. */
  readonly terms: readonly (readonly Pick<ClusterTerm, 'term'>[])[];
}

/** Clusters of the texts under the shown lenses, as the effect needs them. */
export interface ClusteredTexts {
  readonly items: readonly PlacedText[];
  readonly without: readonly WithoutVector[];
  readonly sides: Sides<ClusteredSide>;
  /** Agreement of the two sides' clusters; null for one side. */
  readonly moves: Agreement | null;
}

interface EffectInput {
  readonly items: readonly PlacedText[];
  readonly sides: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>;
  readonly map: ClusteredTexts;
  readonly k: number;
}

/** The effect, and who looks for the neighbours of one of its texts. */
export interface EffectData extends Computed<EffectResult> {
  /** @throws AnalysisError or VectorsError (the promise), e.g. where another model has taken over. */
  neighbours(result: EffectResult, index: number, signal: AbortSignal): Promise<Neighbours>;
}

export function createEffectData(sources: Sources, map: Computed<ClusteredTexts>): EffectData {
  return Object.assign(createEffect(sources, map), {
    neighbours: (
      { vectors: [from, to], comparison: { neighbours: count } }: EffectResult,
      index: number,
      signal: AbortSignal,
    ) => sources.analysis.neighbours(from, to, { index, count, signal }),
  });
}

/**
 * What the second lens changes. It takes its clusters from the map: they are the ones that are
 * shown, and clustering twice would cost twice.
 */
function createEffect(
  { analysis, shown, gather, workspace, begin }: Sources,
  map: Computed<ClusteredTexts>,
): Derived<EffectInput, EffectResult> {
  return new Derived<EffectInput, EffectResult>({
    begin,
    inputs() {
      if (shown().lenses.length < 2) return { kind: 'empty' };
      const { status, result, error } = map.store.getState();
      if (status === 'empty') return { kind: 'empty' };
      if (status === 'error') return { kind: 'blocked', reason: error ?? '' };
      if (status !== 'ready' || result === null || result.sides.length < 2) {
        return { kind: 'waiting' };
      }
      const { items } = result;
      const { k } = workspace();
      return gather(
        shown(),
        ({ instruction }) => [[instruction, items]],
        (sides) => ({ items, sides, map: result, k }),
      );
    },
    same: (a, b) =>
      a.map.moves === b.map.moves && sameItems(a.items, b.items) && sameSides(a.sides, b.sides),
    async compute(
      { items, sides: [from, to], map: { moves, without, sides: clustered }, k },
      { signal, onProgress },
    ) {
      const vectors = [vectorSet(from.lists[0]!), vectorSet(to!.lists[0]!)] as const;
      const comparison = await analysis.compare(...vectors, {
        neighbours: NEIGHBOURS,
        signal,
        onProgress,
      });
      const lenses = [from.lens, to!.lens] as const;
      const [was, is] = clustered;
      const clustersOf = [clusterNamer(was), clusterNamer(is!)] as const;
      return { items, without, lenses, comparison, vectors, clustersOf, clusters: moves!, k };
    },
  });
}

/** Says of a text, by its index, which cluster it is in: by the cluster's two best terms. */
function clusterNamer({ clusters: { assignments }, terms }: ClusteredSide) {
  return (index: number): string => {
    const cluster = assignments[index] ?? 0;
    const words = (terms[cluster] ?? []).slice(0, 2).map(({ term }) => term);
    return words.length === 0 ? `Cluster ${cluster + 1}` : words.join(' · ');
  };
}
