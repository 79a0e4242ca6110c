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
import { MOST_LENSES } from '../../workspace/lens.ts';
import { matchClusters } from './match-clusters.ts';
import type { MapResult, MapSide } from './result.ts';

/** Least number of texts of a map. */
export const MAP_MINIMUM = 3;
/** Seed, fixed: the same clusters and map for the same texts, on every visit. */
export const SEED = 1;
/** Number of terms that name a cluster. */
const TERMS = 3;

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
  return new Derived<MapInput, MapResult>({
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
    async compute({ items, without, k, projection, sides: asked }, { signal, onProgress }) {
      const placed = await eachSide(asked, async ({ lens, lists: [entries] }, index) => {
        const context = {
          signal,
          onProgress: (fraction: number) => onProgress((index + fraction) / asked.length),
        };
        return { lens, ...(await place(entries!, k, projection, context)) };
      });
      const [first, second] = placed;
      const classes = classesOf(items);
      const texts = items.map(({ text }) => text);
      const described = async (side: Omit<MapSide, 'terms' | 'gold'>): Promise<MapSide> => {
        const { assignments } = side.clusters;
        const terms = await analysis.terms(texts, assignments, { count: TERMS, signal });
        const gold =
          classes === null ? null : await analysis.agree(classes.classOf, assignments, { signal });
        return { ...side, terms, gold };
      };
      if (second === undefined) {
        return { items, without, projection, sides: [await described(first)], moves: null };
      }
      const aligned = await analysis.align(first.coordinates, second.coordinates, { signal });
      const clusters = matchClusters(first.clusters, second.clusters);
      const moves = await analysis.agree(first.clusters.assignments, clusters.assignments, {
        signal,
      });
      const coordinates = withSpreadOf(first.coordinates, aligned.coordinates);
      const moved = { ...second, clusters, coordinates };
      const sides = [await described(first), await described(moved)] as const;
      return { items, without, projection, sides, moves };
    },
  });
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

  return async (
    entries: Entries,
    k: number,
    method: Projection,
    { signal, onProgress }: Context,
  ): Promise<{ clusters: Clusters; coordinates: Float32Array }> => {
    const knownClusters = clusterings.get({ entries, k });
    const knownPlaces = projections.get({ entries, method });
    const clusters =
      knownClusters ??
      (await analysis.cluster(vectorSet(entries), {
        k,
        seed: SEED,
        signal,
        onProgress: (fraction) => onProgress(knownPlaces === undefined ? fraction / 2 : fraction),
      }));
    clusterings.set({ entries, k }, clusters);
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
}

/**
 * Scales `points` about their mean to the spread of `reference`. The scale of Procrustes makes the squared distances
 * least: it would shrink a badly fitting map to a dot.
 */
export function withSpreadOf(reference: Float32Array, points: Float32Array): Float32Array {
  const target = spreadOf(reference).spread;
  const { x, y, spread } = spreadOf(points);
  if (spread === 0) return points;
  const scale = target / spread;
  return points.map((value, i) => {
    const mean = i % 2 === 0 ? x : y;
    return mean + (value - mean) * scale;
  });
}

/** Returns the mean of points [n × 2], and the root of their mean squared distance to it. */
function spreadOf(points: Float32Array): { x: number; y: number; spread: number } {
  const count = Math.max(1, points.length / 2);
  const mean = [0, 0];
  for (const [i, value] of points.entries()) mean[i % 2]! += value / count;
  let squares = 0;
  for (const [i, value] of points.entries()) squares += (value - mean[i % 2]!) ** 2;
  return { x: mean[0]!, y: mean[1]!, spread: Math.sqrt(squares / count) };
}

/** The classes people gave to texts. */
export interface Classes {
  /** Names, the largest class first; of equal ones, the first met. */
  readonly names: readonly string[];
  /** Class of each text, a position in `names`; −1 for none: Int32Array [items]. */
  readonly classOf: Int32Array;
}

/** Returns the classes; null for fewer than two, which compare nothing. */
export function classesOf(items: readonly PlacedText[]): Classes | null {
  const sizes = new Map<string, number>();
  for (const { label } of items) {
    if (label !== undefined) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  }
  if (sizes.size < 2) return null;
  // A Map keeps the order of first insertion and the sort is stable.
  const names = [...sizes].sort(([, a], [, b]) => b - a).map(([name]) => name);
  const numbers = new Map(names.map((name, number) => [name, number]));
  const classOf = Int32Array.from(items, ({ label }) =>
    label === undefined ? -1 : numbers.get(label)!,
  );
  return { names, classOf };
}
