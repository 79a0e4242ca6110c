import type { Clusters, Projection } from '../../analysis/types.ts';
import { Derived } from '../../app/embeddings/derived.ts';
import type { Entries } from '../../app/embeddings/entries.ts';
import { eachSide, keepVectors, sameSides, vectorSet } from '../../app/embeddings/gather.ts';
import { sameItems, textItems } from '../../app/items.ts';
import type { Sources } from '../../app/panels.ts';
import type { PlacedText, Sides, WithoutVector } from '../../app/results.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { type Context, createPlacement, SEED } from './placement.ts';
import type { MapResult } from './result.ts';

/** Least number of texts of a map. */
export const MAP_MINIMUM = 3;
/** Number of texts above which a first look by PCA is drawn while clusters and places are computed. */
const DRAFT_ABOVE = 2000;

/** Fetched when the first vectors are there: the page opens without it. */
const loadAssembly = lazyModule('The map', async () => (await import('./assemble.ts')).assemble);

interface MapInput {
  readonly items: readonly PlacedText[];
  readonly without: readonly WithoutVector[];
  readonly k: number;
  readonly projection: Projection;
  /** Number of times that a person asked for a new layout. */
  readonly asked: number;
  readonly sides: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>;
}

interface MapComputed extends Derived<MapInput, MapResult> {
  /** Lays out anew a map whose texts are placed on an earlier one. */
  layOutAnew(): void;
}

export function createMap({ analysis, workspace, shown, gather, begin }: Sources): MapComputed {
  const placement = createPlacement(analysis);
  /** Number of times that a layout was asked for, and the last one that is done. */
  let asked = 0;
  let done = 0;
  const derived = new Derived<MapInput, MapResult>({
    begin,
    inputs() {
      const { k, projection } = workspace();
      const items = textItems(workspace());
      if (items.length < MAP_MINIMUM) return { kind: 'empty' };
      const inputs = gather(
        shown(),
        ({ instruction }) => [[instruction, items]],
        (sides) => ({ ...keepVectors(items, sides), k, projection, asked }),
      );
      if (inputs.kind === 'ready' && inputs.input.items.length < MAP_MINIMUM) {
        return { kind: 'blocked', reason: tooFewVectors(items.length, inputs.input.items.length) };
      }
      return inputs;
    },
    same: (a, b) =>
      a.k === b.k &&
      a.asked === b.asked &&
      sameWithout(a.without, b.without) &&
      a.projection === b.projection &&
      sameItems(a.items, b.items) &&
      a.items.every(({ label }, i) => label === b.items[i]?.label) &&
      sameSides(a.sides, b.sides),
    async compute(input, context) {
      const { items, k, projection: method, sides } = input;
      const before = derived.store.getState().result;
      const isNew = before === null || !sameItems(before.items, items);
      const hasPlaces = sides.every((side) => placement.hasPlaces(side!.lists[0]!, method));
      if (items.length > DRAFT_ABOVE && isNew && !hasPlaces) await drawDraft(input, context);
      const anew = input.asked !== done;
      const placed = await eachSide(sides, async ({ lens, lists: [entries] }, index) => {
        const own = shareOf(context, index, sides.length);
        return { lens, ...(await placement.place({ entries: entries!, method }, k, anew, own)) };
      });
      done = input.asked;
      const assemble = await loadAssembly();
      return assemble(analysis, input, placed, context.signal);
    },
  });
  return Object.assign(derived, {
    layOutAnew() {
      asked += 1;
      derived.update();
    },
  });

  /** Shows the texts by PCA: at first as one cluster, then in their own. */
  async function drawDraft(input: MapInput, context: Context & Drafts): Promise<void> {
    const { signal, onDraft } = context;
    const { k, projection, sides } = input;
    const draft = { ...input, projection: 'pca', isDraft: true } as const;
    const placed = await eachSide(sides, async ({ lens, lists: [entries] }) => {
      const set = vectorSet(entries!);
      const options = { method: 'pca', draft: true, seed: SEED, signal } as const;
      const clusters = oneCluster(set.count);
      const coordinates = await analysis.project(set, options);
      return { lens, clusters, coordinates, onEarlier: null };
    });
    const assemble = await loadAssembly();
    onDraft(await assemble(analysis, draft, placed, signal, false));
    if (projection === 'pca') return;
    const clustered = await eachSide(placed, async (side, index) => {
      const [entries] = sides[index]!.lists;
      const own = shareOf(context, index, sides.length);
      return { ...side, clusters: await placement.clusters(entries!, k, own) };
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
