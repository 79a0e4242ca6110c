import type { VectorSet } from '../vectors/types.ts';
import { SCRIPT_NOT_LOADED } from '../workers/errors.ts';
import { RestartingConnection } from '../workers/restarting.ts';
import { startModuleWorker } from '../workers/start.ts';
import { transfer } from '../workers/transfer.ts';
import type { Endpoint } from '../workers/types.ts';
import { mergeRanked } from './merge.ts';
import { SEARCH_ERRORS, type SearchApi } from './protocol.ts';
import { type Search, SearchError } from './types.ts';
import script from './worker.ts?worker&url';

/** Values up to which one worker searches alone: a second one would take longer to start. */
const ALONE = 2 ** 22;
/** Milliseconds that a worker may take to hear an abort. */
const SILENCE_MS = 500;

const startWorker = (): Endpoint => startModuleWorker(script, import.meta.url, 'facet-search');

/**
 * Makes the search over two workers, which start when they are needed; each searches half of the documents. A worker
 * that crashed is replaced by the next call.
 * @param rows Returns a port of the store of vectors for each worker that starts.
 * @param alone Values of a set up to which one worker searches it.
 */
export function createSearch(
  rows: () => MessagePort,
  start: () => Endpoint = startWorker,
  alone = ALONE,
): Search {
  const connect = () =>
    new RestartingConnection<SearchApi>(start, {
      name: 'facet-search',
      errors: SEARCH_ERRORS,
      silenceMs: SILENCE_MS,
      onStart(worker) {
        const port = rows();
        // If the worker stops, the calls report it.
        worker.call('connect', transfer(port, [port])).catch(() => undefined);
      },
      describeCrash: ({ reason }) =>
        new SearchError(
          reason === SCRIPT_NOT_LOADED
            ? 'The search did not start: its script did not load. Check that the server of this page runs and that you are connected, and try again.'
            : `A worker of the search crashed (${reason}): try again.`,
        ),
    });
  const workers = [connect(), connect()] as const;

  return {
    async nearest(queries, documents, k, { signal, onProgress, only, groups } = {}) {
      if (!Number.isInteger(k) || k < 1) {
        throw new SearchError(`k is ${k}; it must be an integer of at least 1.`);
      }
      checkWidths(queries, documents);
      const allowed = only?.reduce((sum, each) => sum + each, 0) ?? documents.count;
      const most = Math.min(k, allowed);
      if (most === 0) return { indices: new Int32Array(0), scores: new Float32Array(0), k: 0 };
      const fractions: number[] = [];
      const parts = await Promise.all(
        partsOf(documents, alone).map(async ({ first, part }, at) => {
          const argument = {
            ...{ queries, part, k: most },
            only: only?.slice(first, first + part.count),
            groups: groups?.slice(first, first + part.count),
          };
          fractions[at] = 0;
          const found = await workers[at]!.call('nearest', () => argument, {
            signal,
            onProgress(fraction) {
              fractions[at] = fraction;
              onProgress?.(Math.min(...fractions));
            },
          });
          return { first, ...found };
        }),
      );
      return mergeRanked(parts, most, groups);
    },

    async place(query, documents, index, { signal, onProgress, groups } = {}) {
      checkWidths(query, documents);
      const own = groups === undefined ? [index] : membersOf(groups, index);
      const cosines = await workers[0].call(
        'cosines',
        () => ({ query, documents: rowsAt(documents, own) }),
        { signal },
      );
      let best = -1;
      for (const [at, cosine] of cosines.entries()) {
        if (!Number.isNaN(cosine) && (best < 0 || cosine > cosines[best]!)) best = at;
      }
      if (best < 0) return null;
      const cosine = cosines[best]!;
      const found = await Promise.all(
        partsOf(documents, alone).map(({ first, part }, at) => {
          const argument = {
            ...{ query, part, cosine, index: own[best]! - first },
            groups: groups?.slice(first, first + part.count),
          };
          return workers[at]!.call('before', () => argument, { signal, onProgress });
        }),
      );
      const before =
        groups === undefined
          ? found.reduce((sum, { count }) => sum + count, 0)
          : new Set(found.flatMap((each) => [...(each.groups ?? [])])).size;
      return { place: before + 1, cosine };
    },
  };
}

function partsOf(
  set: VectorSet,
  alone: number,
): { readonly first: number; readonly part: VectorSet }[] {
  if (set.count * set.dim <= alone) return [{ first: 0, part: set }];
  const half = Math.ceil(set.count / 2);
  return [
    { first: 0, part: rowsOf(set, 0, half) },
    { first: half, part: rowsOf(set, half, set.count) },
  ];
}

/** Indices of all documents in the group of one. */
function membersOf(groups: Uint32Array, index: number): number[] {
  const members: number[] = [];
  const own = groups[index];
  for (let at = 0; at < groups.length; at++) if (groups[at] === own) members.push(at);
  return members;
}

function rowsAt({ id, dim, rows }: VectorSet, indices: readonly number[]): VectorSet {
  return { id, dim, count: indices.length, rows: Uint32Array.from(indices, (at) => rows[at]!) };
}

function rowsOf({ id, dim, rows }: VectorSet, from: number, to: number): VectorSet {
  return { id, dim, count: to - from, rows: rows.slice(from, to) };
}

/** @throws SearchError if the rows of the two differ in width. */
function checkWidths(queries: VectorSet, documents: VectorSet): void {
  if (queries.count > 0 && documents.count > 0 && queries.dim !== documents.dim) {
    throw new SearchError(
      `Queries have ${queries.dim} values and documents ${documents.dim}: embed both with the same model.`,
    );
  }
}
