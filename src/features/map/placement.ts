import type { Analysis, Clusters, Projection } from '../../analysis/types.ts';
import type { Entries } from '../../app/embeddings/entries.ts';
import { sameEntries, vectorSet } from '../../app/embeddings/gather.ts';
import { Recent } from '../../lib/recent.ts';
import { MOST_LENSES } from '../../workspace/lens.ts';
import { earlierPlaces, type OnEarlier } from './earlier.ts';

/** Seed, fixed: the same clusters and map for the same texts, on every visit. */
export const SEED = 1;

export interface Context {
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

export interface Places {
  /** Coordinates, Float32Array [entries × 2]. */
  readonly coordinates: Float32Array;
  /** How the texts differ from the earlier map's whose places they have; null for a layout of their own. */
  readonly onEarlier: OnEarlier | null;
}

interface Laid {
  readonly entries: Entries;
  readonly method: Projection;
}

const sameLaid = (a: Laid, b: Laid) => a.method === b.method && sameEntries(a.entries, b.entries);

/**
 * Computes clusters and places of texts. Keeps the results for the last lenses: a new k moves no point, another
 * projection changes no cluster, and going from one lens to two computes only the new one. Where few texts were added to
 * a map by UMAP or removed from it, the others keep their places on it.
 */
export function createPlacement(analysis: Analysis) {
  const clusterings = new Recent<{ entries: Entries; k: number }, Clusters>(
    MOST_LENSES,
    (a, b) => a.k === b.k && sameEntries(a.entries, b.entries),
  );
  const layouts = new Recent<Laid, Float32Array>(MOST_LENSES, sameLaid);
  const placements = new Recent<Laid, Places>(MOST_LENSES, sameLaid);

  const clusters = async (entries: Entries, k: number, { signal, onProgress }: Context) => {
    const found =
      clusterings.get({ entries, k }) ??
      (await analysis.cluster(vectorSet(entries), { k, seed: SEED, signal, onProgress }));
    clusterings.set({ entries, k }, found);
    return found;
  };

  /** Returns the places of texts of which most are on an earlier map; NaN for the others. */
  const onEarlier = ({ entries, method }: Laid): Places | null => {
    if (method !== 'umap') return null;
    for (const { key, value } of layouts.latest()) {
      const found = key.method === method ? earlierPlaces(key.entries, value, entries) : null;
      if (found !== null) return found;
    }
    return null;
  };

  const placeOnEarlier = async (laid: Laid, context: Context): Promise<Places | null> => {
    const found = onEarlier(laid);
    if (found === null || found.onEarlier?.added === 0) return found;
    const coordinates = await analysis.project(vectorSet(laid.entries), {
      method: laid.method,
      earlier: found.coordinates,
      seed: SEED,
      ...context,
    });
    return { ...found, coordinates };
  };

  const places = async (laid: Laid, anew: boolean, context: Context): Promise<Places> => {
    const known = layouts.get(laid);
    const placed =
      known !== undefined || anew
        ? null
        : (placements.get(laid) ?? (await placeOnEarlier(laid, context)));
    if (placed !== null) {
      placements.set(laid, placed);
      return placed;
    }
    const { entries, method } = laid;
    const coordinates =
      known ?? (await analysis.project(vectorSet(entries), { method, seed: SEED, ...context }));
    layouts.set(laid, coordinates);
    return { coordinates, onEarlier: null };
  };

  return {
    clusters,
    /** Whether places are known, or those of most texts. */
    hasPlaces(entries: Entries, method: Projection): boolean {
      const laid = { entries, method };
      return layouts.get(laid) !== undefined || onEarlier(laid) !== null;
    },
    /** @param anew Whether to lay out texts anew that are placed on an earlier map. */
    async place(
      { entries, method }: Laid,
      k: number,
      anew: boolean,
      { signal, onProgress }: Context,
    ): Promise<{ readonly clusters: Clusters } & Places> {
      const hasClusters = clusterings.get({ entries, k }) !== undefined;
      const hasOwn = layouts.get({ entries, method }) !== undefined;
      const found = await clusters(entries, k, {
        signal,
        onProgress: (fraction) => onProgress(hasOwn ? fraction : fraction / 2),
      });
      const own = await places({ entries, method }, anew, {
        signal,
        onProgress: (fraction) => onProgress(hasClusters ? fraction : (1 + fraction) / 2),
      });
      return { clusters: found, ...own };
    },
  };
}
