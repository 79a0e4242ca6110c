import type { StoreApi } from 'zustand/vanilla';
import type {
  Analysis,
  Clusters,
  Embeddings as Matrix,
  Projection,
  Ranking,
} from '../analysis/types.ts';
import type { Workspace } from '../data/workspace.ts';
import type { Pair } from '../engine/types.ts';
import { Derived, type Inputs } from './derived.ts';
import type { Group } from './edits.ts';
import type { Embeddings } from './embeddings.ts';
import type { EngineState } from './engine.ts';
import type { EmbeddedText } from './vector-cache.ts';
import type { View } from './view.ts';
import type { WorkspaceState } from './workspace.ts';

/** A text of the workspace, as a panel shows it. */
export interface Item {
  readonly id: string;
  readonly text: string;
  /** Which list or group it stands in: A, B, Q (queries) or D (documents). */
  readonly place: 'A' | 'B' | 'Q' | 'D';
  /** Its number there, from 1. */
  readonly number: number;
}

export interface SimilarityResult {
  readonly rows: readonly Item[];
  readonly columns: readonly Item[];
  /** Cosines, Float32Array [rows × columns]. */
  readonly values: Float32Array;
  /** Rows and columns against themselves: the diagonal is 1. */
  readonly self: boolean;
  /** Texts there are, of which at most `MATRIX_LIMIT` a side are shown. */
  readonly rowTotal: number;
  readonly columnTotal: number;
}

export interface MapResult {
  readonly items: readonly Item[];
  readonly clusters: Clusters;
  /** Float32Array [items × 2]. */
  readonly coordinates: Float32Array;
  readonly projection: Projection;
}

export interface RetrievalResult {
  readonly queries: readonly Item[];
  readonly documents: readonly Item[];
  readonly ranking: Ranking;
}

/** Rows and columns of the matrix that are drawn: more cannot be told apart on a screen. */
const MATRIX_LIMIT = 200;
/** Documents ranked for a query. */
const RANKING_LIMIT = 100;
/** Texts that a map needs at least. */
export const MAP_MINIMUM = 3;
/** The same clusters and map for the same texts, on every visit. */
const SEED = 1;

interface Embedded {
  readonly items: readonly Item[];
  readonly entries: readonly EmbeddedText[];
}

interface SimilarityInput {
  readonly rows: Embedded;
  readonly columns: Embedded;
  readonly self: boolean;
  readonly rowTotal: number;
  readonly columnTotal: number;
}

interface MapInput extends Embedded {
  readonly k: number;
  readonly projection: Projection;
}

interface RetrievalInput {
  readonly queries: Embedded;
  readonly documents: Embedded;
}

export interface Panels {
  readonly similarity: Derived<SimilarityInput, SimilarityResult>;
  readonly map: Derived<MapInput, MapResult>;
  readonly retrieval: Derived<RetrievalInput, RetrievalResult>;
}

/** Every pair the page embeds: texts, queries and documents, each under its own instruction. */
export function wantedPairs(workspace: Workspace): Pair[] {
  return [
    ...workspace.texts.map(({ text }): Pair => [workspace.instruction, text]),
    ...workspace.queries.map(({ text }): Pair => [workspace.queryInstruction, text]),
    ...workspace.documents.map(({ text }): Pair => [workspace.documentInstruction, text]),
  ].filter(([, text]) => !isBlank(text));
}

/** Blank texts are being typed; they are not embedded. */
export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** Which group the columns of the matrix are. */
export function columnsOf(workspace: Workspace, view: View): Group {
  if (view.columns !== null) return view.columns;
  return workspace.texts.some(({ group }) => group === 'B') ? 'B' : 'A';
}

/** The three panels' results, each following its own part of the workspace. */
export function createPanels(sources: {
  readonly analysis: Analysis;
  readonly embeddings: Embeddings;
  readonly model: StoreApi<EngineState>;
  readonly workspace: StoreApi<WorkspaceState>;
  readonly view: StoreApi<View>;
}): Panels {
  const { analysis, embeddings, model, workspace, view } = sources;

  /** The inputs made of `lists`, once all their vectors are there. */
  const gather = <Input>(
    lists: readonly (readonly [instruction: string, items: readonly Item[]])[],
    make: (embedded: readonly Embedded[]) => Input,
  ): Inputs<Input> => {
    // What is at hand is of the model before: shown as stale until the new one has done its own.
    if (model.getState().status === 'loading') return { kind: 'waiting' };
    const gathered: Embedded[] = [];
    for (const [instruction, items] of lists) {
      const entries: EmbeddedText[] = [];
      for (const { text } of items) {
        const entry = embeddings.lookup(instruction, text);
        if (entry === undefined) return missing();
        entries.push(entry);
      }
      gathered.push({ items, entries });
    }
    return { kind: 'ready', input: make(gathered) };
  };

  const missing = (): { kind: 'waiting' } | { kind: 'blocked'; reason: string } => {
    const { error, cancelled } = embeddings.store.getState();
    if (model.getState().status === 'failed') {
      return { kind: 'blocked', reason: 'No model is running.' };
    }
    if (error !== null) return { kind: 'blocked', reason: error };
    if (cancelled) return { kind: 'blocked', reason: 'Embedding was cancelled.' };
    return { kind: 'waiting' };
  };

  const current = () => workspace.getState().workspace;

  const similarity = new Derived<SimilarityInput, SimilarityResult>({
    inputs() {
      const rows = groupItems(current(), 'A');
      const group = columnsOf(current(), view.getState());
      const self = group === 'A';
      const columns = self ? rows : groupItems(current(), group);
      if (rows.length === 0 || columns.length === 0 || (self && rows.length < 2)) {
        return { kind: 'empty' };
      }
      const { instruction } = current();
      return gather(
        [
          [instruction, rows.slice(0, MATRIX_LIMIT)],
          [instruction, columns.slice(0, MATRIX_LIMIT)],
        ],
        ([a, b]) => ({
          rows: a!,
          columns: b!,
          self,
          rowTotal: rows.length,
          columnTotal: columns.length,
        }),
      );
    },
    same: (a, b) =>
      a.self === b.self &&
      a.rowTotal === b.rowTotal &&
      a.columnTotal === b.columnTotal &&
      sameEmbedded(a.rows, b.rows) &&
      sameEmbedded(a.columns, b.columns),
    async compute({ rows, columns, self, rowTotal, columnTotal }, { signal }) {
      const values = await analysis.similarity(matrix(rows), matrix(columns), { signal });
      return { rows: rows.items, columns: columns.items, values, self, rowTotal, columnTotal };
    },
  });

  const map = new Derived<MapInput, MapResult>({
    inputs() {
      const { instruction, k, projection } = current();
      const items = [...groupItems(current(), 'A'), ...groupItems(current(), 'B')];
      if (items.length < MAP_MINIMUM) return { kind: 'empty' };
      return gather([[instruction, items]], ([all]) => ({ ...all!, k, projection }));
    },
    same: (a, b) => a.k === b.k && a.projection === b.projection && sameEmbedded(a, b),
    async compute(input, { signal, onProgress, previous }) {
      // A new k does not move the points, a new projection does not change the clusters.
      const known = previous !== null && sameEmbedded(previous.input, input) ? previous : null;
      const { k, projection } = input;
      const clustersOnly = known?.input.projection === projection;
      const clusters =
        known?.input.k === k
          ? known.result.clusters
          : await analysis.cluster(matrix(input), {
              k,
              seed: SEED,
              signal,
              onProgress: (fraction) => onProgress(clustersOnly ? fraction : fraction / 2),
            });
      const coordinates =
        known !== null && clustersOnly
          ? known.result.coordinates
          : await analysis.project(matrix(input), {
              method: projection,
              seed: SEED,
              signal,
              onProgress: (fraction) =>
                onProgress(known?.input.k === k ? fraction : (1 + fraction) / 2),
            });
      return { items: input.items, clusters, coordinates, projection };
    },
  });

  const retrieval = new Derived<RetrievalInput, RetrievalResult>({
    inputs() {
      const { queries, documents, queryInstruction, documentInstruction } = current();
      const asked = numbered(queries, 'Q');
      const searched = numbered(documents, 'D');
      if (asked.length === 0 || searched.length === 0) return { kind: 'empty' };
      return gather(
        [
          [queryInstruction, asked],
          [documentInstruction, searched],
        ],
        ([q, d]) => ({ queries: q!, documents: d! }),
      );
    },
    same: (a, b) => sameEmbedded(a.queries, b.queries) && sameEmbedded(a.documents, b.documents),
    async compute({ queries, documents }, { signal }) {
      const k = Math.min(documents.items.length, RANKING_LIMIT);
      const ranking = await analysis.retrieve(matrix(queries), matrix(documents), k, { signal });
      return { queries: queries.items, documents: documents.items, ranking };
    },
  });

  return { similarity, map, retrieval };
}

function groupItems(workspace: Workspace, group: Group): Item[] {
  return numbered(
    workspace.texts.filter((item) => item.group === group),
    group,
  );
}

function numbered(
  items: readonly { readonly id: string; readonly text: string }[],
  place: Item['place'],
): Item[] {
  return items
    .map(({ id, text }, index): Item => ({ id, text, place, number: index + 1 }))
    .filter(({ text }) => !isBlank(text));
}

function sameEmbedded(a: Embedded, b: Embedded): boolean {
  return (
    a.entries.length === b.entries.length &&
    // The cache gives the same object for the same model, instruction and text.
    a.entries.every((entry, i) => entry === b.entries[i]) &&
    a.items.every((item, i) => item.id === b.items[i]?.id && item.number === b.items[i].number)
  );
}

/** The vectors of `entries`, one a row. */
function matrix({ entries }: Embedded): Matrix {
  const dim = entries[0]?.vector.length ?? 0;
  const vectors = new Float32Array(entries.length * dim);
  for (const [row, { vector }] of entries.entries()) vectors.set(vector, row * dim);
  return { vectors, count: entries.length, dim };
}
