/** Cosines of the map's texts to the query that Retrieval shows. Loaded with the map's chart. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { Derived } from '../../app/embeddings/derived.ts';
import type { Entries } from '../../app/embeddings/entries.ts';
import {
  eachSide,
  keepVectors,
  sameEntries,
  sameSides,
  vectorSet,
} from '../../app/embeddings/gather.ts';
import { numbered, sameItems, textItems } from '../../app/items.ts';
import type { Sources } from '../../app/panels.ts';
import type { PlacedText, Sides } from '../../app/results.ts';
import type { MapData } from './data.ts';

export interface Scores {
  readonly query: PlacedText;
  /** Texts of the map. */
  readonly items: readonly PlacedText[];
  /** For each shown lens, the cosine of each text to the query; NaN where the query has no vector. */
  readonly sides: Sides<Float32Array>;
}

interface ScoreInput {
  readonly query: PlacedText;
  readonly items: readonly PlacedText[];
  readonly sides: Sides<{ readonly lens: string; readonly lists: readonly Entries[] }>;
  /** The query's own entry under each lens. */
  readonly asked: Sides<Entries>;
}

/** Returns the query that Retrieval shows; undefined without one. */
function queryShown(
  {
    queries,
  }: Parameters<typeof textItems>[0] & { readonly queries: Parameters<typeof numbered>[0] },
  chosen: string | null,
): PlacedText | undefined {
  const all = numbered(queries, 'Q');
  return all.find(({ id }) => id === chosen) ?? all[0];
}

export function createScores({
  analysis,
  workspace,
  view,
  shown,
  gather,
  jobs,
}: Omit<Sources, 'begin'>): Derived<ScoreInput, Scores> {
  return new Derived<ScoreInput, Scores>({
    begin: (cancel) =>
      jobs.begin('panel:map-scores', { title: 'Scoring the texts of the map', cancel }),
    inputs() {
      const query = queryShown(workspace(), view().query);
      if (view().mapBy !== 'score' || query === undefined) return { kind: 'empty' };
      const items = textItems(workspace());
      const queries = numbered(workspace().queries, 'Q');
      const at = queries.indexOf(query);
      return gather(
        shown(),
        ({ instruction, queryInstruction }) => [
          [instruction, items],
          [queryInstruction, queries],
        ],
        (sides) => {
          const texts = each(sides, ({ lens, lists }) => ({ lens, lists: [lists[0]!] }));
          const asked = each(sides, ({ lists }) => [lists[1]![at]!]);
          return { query, asked, ...keepVectors(items, texts) };
        },
      );
    },
    same: (a, b) =>
      sameItems([a.query], [b.query]) &&
      sameItems(a.items, b.items) &&
      sameSides(a.sides, b.sides) &&
      a.asked.every((entries, side) => sameEntries(entries!, b.asked[side]!)),
    async compute({ query, items, sides, asked }, { signal, onProgress }) {
      const scored = await eachSide(sides, ({ lists: [entries] }, side) =>
        analysis.similarity(vectorSet(asked[side]!), vectorSet(entries!), { signal, onProgress }),
      );
      return { query, items, sides: scored };
    },
  });
}

function each<From, To>([first, second]: Sides<From>, make: (side: From) => To): Sides<To> {
  return second === undefined ? [make(first)] : [make(first), make(second)];
}

const made = new WeakMap<MapData, ReturnType<typeof createScores>>();
/** The scores that the page shows, for its picture. */
let shown: ReturnType<typeof createScores> | null = null;

function scoresOf(data: MapData) {
  let scores = made.get(data);
  if (scores === undefined) {
    scores = createScores(data.sources);
    made.set(data, scores);
    data.also(scores);
  }
  shown = scores;
  return scores;
}

/** The scores of the shown query: null while they are computed, and a reason where they will not come. */
export function useScores(data: MapData): {
  readonly scores: Scores | null;
  readonly error: string | null;
} {
  const scores = scoresOf(data);
  useEffect(() => scores.update(), [scores]);
  const { result, error } = useStore(scores.store);
  return { scores: result, error };
}

/** Returns the scores that are shown; null where none are. */
export function scoresShown(): Scores | null {
  return shown?.store.getState().result ?? null;
}
