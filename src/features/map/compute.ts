import type { Analysis, Clusters, Projection } from '../../analysis/types.ts';
import { Derived } from '../../app/embeddings/derived.ts';
import type { Entries } from '../../app/embeddings/entries.ts';
import {
  eachSide,
  keepVectors,
  sameEntries,
  sameSides,
  vectorSet,
} from '../../app/embeddings/gather.ts';
import { sameItems, textItems } from '../../app/items.ts';
import type { Sources } from '../../app/panels.ts';
import type { PlacedText, Sides, WithoutVector } from '../../app/results.ts';
import { Recent } from '../../lib/recent.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { MOST_LENSES } from '../../workspace/lens.ts';
import type { MapResult } from './result.ts';

/** Least number of texts of a map. */
export const MAP_MINIMUM = 3;
/** Seed, fixed: the same clusters and map for the same texts, on every visit. */
export const SEED = 1;
/** Number of texts above which a first look by PCA is drawn while clusters and places are computed. */
const DRAFT_ABOVE = 2000;

/** Fetched when the first vectors are there: the page opens without it. */
const loadAssembly = lazyModule('The map', async () => (await import('./assemble.ts')).assemble);

interface MapInput {
  readonly items: readonly PlacedText[];
  readonly without: readonly WithoutVector[];
  readonly k: number;
  readonly projection: Projection;
  readonly sides: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>;
}

interface Context {
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

export function createMap({
  analysis,
  workspace,
  shown,
  gather,
  begin,
}: Sources): Derived<MapInput, MapResult> {
  const place = createPlacement(analysis);
  const derived = new Derived<MapInput, MapResult>({
    begin,
    inputs() {
      const { k, projection } = workspace();
      const items = textItems(workspace());
      if (items.length < MAP_MINIMUM) return { kind: 'empty' };
      const inputs = gather(
        shown(),
        ({ instruction }) => [[instruction, items]],
        (sides) => ({ ...keepVectors(items, sides), k, projection }),
      );
      if (inputs.kind === 'ready' && inputs.input.items.length < MAP_MINIMUM) {
        return { kind: 'blocked', reason: tooFewVectors(items.length, inputs.input.items.length) };
      }
      return inputs;
    },
    same: (a, b) =>
      a.k === b.k &&
      sameWithout(a.without, b.without) &&
      a.projection === b.projection &&
      sameItems(a.items, b.items) &&
      a.items.every(({ label }, i) => label === b.items[i]?.label) &&
      sameSides(a.sides, b.sides),
    async compute(input, context) {
      const { items, k, projection, sides: asked } = input;
      const before = derived.store.getState().result;
      const isNew = before === null || !sameItems(before.items, items);
      if (items.length > DRAFT_ABOVE && isNew) await drawDraft(input, context);
      const placed = await eachSide(asked, async ({ lens, lists: [entries] }, index) => {
        const own = shareOf(context, index, asked.length);
        return { lens, ...(await place(entries!, k, projection, own)) };
      });
      const assemble = await loadAssembly();
      return assemble(analysis, input, placed, context.signal);
    },
  });
  return derived;

  /** Shows the texts by PCA: at first as one cluster, then in their own. */
  async function drawDraft(input: MapInput, context: Context & Drafts): Promise<void> {
    const { signal, onDraft } = context;
    const { k, projection, sides: asked } = input;
    const draft = { ...input, projection: 'pca', isDraft: true } as const;
    const placed = await eachSide(asked, async ({ lens, lists: [entries] }) => {
      const set = vectorSet(entries!);
      const options = { method: 'pca', draft: true, seed: SEED, signal } as const;
      const clusters = oneCluster(set.count);
      return { lens, clusters, coordinates: await analysis.project(set, options) };
    });
    const assemble = await loadAssembly();
    onDraft(await assemble(analysis, draft, placed, signal, false));
    if (projection === 'pca') return;
    const clustered = await eachSide(placed, async (side, index) => {
      const [entries] = asked[index]!.lists;
      const own = shareOf(context, index, asked.length);
      return { ...side, clusters: await place.clusters(entries!, k, own) };
    });
    onDraft(await assemble(analysis, draft, clustered, signal));
  }
}

interface Drafts {
  readonly onDraft: (draft: MapResult) => void;
}

/** Returns the context of one of several sides. */
function shareOf({ signal, onProgress }: Context, index: number, count: number): Context {
  return { signal, onProgress: (fraction) => onProgress((index + fraction) / count) };
}

function oneCluster(count: number): Clusters {
  const assignments = new Int32Array(count);
  return { algorithm: 'k-means', k: 1, assignments, inertia: Number.NaN, silhouette: Number.NaN };
}

function tooFewVectors(texts: number, vectors: number): string {
  return `A map needs ${MAP_MINIMUM} texts with a vector; of ${texts} texts ${vectors} ${vectors === 1 ? 'has' : 'have'} one under every lens shown. Tokens says why of each text.`;
}

function sameWithout(a: readonly WithoutVector[], b: readonly WithoutVector[]): boolean {
  const same = (one: WithoutVector, other: WithoutVector | undefined) =>
    other !== undefined &&
    one.lens === other.lens &&
    one.why === other.why &&
    sameItems([one.item], [other.item]);
  return a.length === b.length && a.every((each, i) => same(each, b[i]));
}

/**
 * Computes clusters and places of texts. Keeps the results for the last lenses: a new k moves no point, another
 * projection changes no cluster, and going from one lens to two computes only the new one.
 */
function createPlacement(analysis: Analysis) {
  const clusterings = new Recent<{ entries: Entries; k: number }, Clusters>(
    MOST_LENSES,
    (a, b) => a.k === b.k && sameEntries(a.entries, b.entries),
  );
  const projections = new Recent<{ entries: Entries; method: Projection }, Float32Array>(
    MOST_LENSES,
    (a, b) => a.method === b.method && sameEntries(a.entries, b.entries),
  );

  const clustersOf = async (entries: Entries, k: number, { signal, onProgress }: Context) => {
    const clusters =
      clusterings.get({ entries, k }) ??
      (await analysis.cluster(vectorSet(entries), { k, seed: SEED, signal, onProgress }));
    clusterings.set({ entries, k }, clusters);
    return clusters;
  };

  const place = async (
    entries: Entries,
    k: number,
    method: Projection,
    { signal, onProgress }: Context,
  ): Promise<{ clusters: Clusters; coordinates: Float32Array }> => {
    const knownClusters = clusterings.get({ entries, k });
    const knownPlaces = projections.get({ entries, method });
    const clusters = await clustersOf(entries, k, {
      signal,
      onProgress: (fraction) => onProgress(knownPlaces === undefined ? fraction / 2 : fraction),
    });
    const coordinates =
      knownPlaces ??
      (await analysis.project(vectorSet(entries), {
        method,
        seed: SEED,
        signal,
        onProgress: (fraction) =>
          onProgress(knownClusters === undefined ? (1 + fraction) / 2 : fraction),
      }));
    projections.set({ entries, method }, coordinates);
    return { clusters, coordinates };
  };
  return Object.assign(place, { clusters: clustersOf });
}
