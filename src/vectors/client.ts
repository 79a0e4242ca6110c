/** The page's side of the worker that keeps the vectors. */

import type { Pair } from '../engine/types.ts';
import { Connection } from '../workers/connect.ts';
import { SCRIPT_NOT_LOADED } from '../workers/errors.ts';
import { startModuleWorker } from '../workers/start.ts';
import { transfer } from '../workers/transfer.ts';
import type { KeptSet, Origin, Recalled, TextsToKeep } from './kept/types.ts';
import { VECTORS_ERRORS, type VectorsApi, type VectorsEvent } from './protocol.ts';
import { VectorsError } from './types.ts';
import script from './worker.ts?worker&url';

/** The store of vectors, in a worker of its own: rows go between workers through ports and never through the page. */
export interface Vectors {
  /** Returns a port of the worker, for another worker: see `VectorsApi`. */
  port(): MessagePort;
  /** Frees rows. */
  free(rows: Uint32Array): void;
  /**
   * Computes the cosine of two rows of width `dim`; NaN where one is zeros. @throws VectorsError for a row that is not
   * there.
   */
  cosine(a: number, b: number, dim: number): Promise<number>;
  /**
   * Keeps vectors that no model of the page computed, Float32Array [texts × dim], which are handed over.
   * @throws VectorsError where the browser has no room, or keeps nothing for the page.
   */
  give(vectors: Float32Array<ArrayBuffer>, dim: number, texts: TextsToKeep): Promise<void>;
  /** Finds those of the pairs whose vectors are kept in this browser. @throws AbortError on cancel. */
  recall(origin: Origin, pairs: readonly Pair[], signal?: AbortSignal): Promise<Recalled>;
  /** Lists the sets kept in this browser, the largest first. */
  list(): Promise<readonly KeptSet[]>;
  /** Deletes kept vectors by the ids of their sets; those in use stay in memory. */
  remove(ids: readonly string[]): Promise<void>;
  /** Offers the disk again the rows it did not take. */
  keepAgain(): Promise<void>;
  /** Calls `listener` with events that no call caused. */
  onEvent(listener: (event: VectorsEvent) => void): void;
  /** Calls `listener` once, with a message for the user, if the worker stops: every row is lost with it. */
  onLost(listener: (message: string) => void): void;
}

/** Starts the worker. Like the engine's it is not replaced after a crash. */
export function createVectors(): Vectors {
  const listeners: ((message: string) => void)[] = [];
  const events: ((event: VectorsEvent) => void)[] = [];
  const connection = new Connection<VectorsApi, VectorsEvent>(
    startModuleWorker(script, import.meta.url, 'facet-vectors'),
    {
      name: 'facet-vectors',
      errors: VECTORS_ERRORS,
      describeCrash: ({ reason }) =>
        new VectorsError(
          reason === SCRIPT_NOT_LOADED
            ? 'Vectors cannot be kept: a script did not load. Check that the server of this page runs and that you are connected, and reload the page.'
            : `The vectors were lost (${reason}): reload the page.`,
        ),
      onEvent: (event) => {
        for (const listener of events) listener(event);
      },
      onCrash: (_, { message }) => {
        for (const listener of listeners) listener(message);
      },
    },
  );
  return {
    port() {
      const { port1, port2 } = new MessageChannel();
      // After a crash it fails, which `onLost` has reported.
      connection.call('connect', transfer(port1, [port1])).catch(() => undefined);
      return port2;
    },
    free(rows) {
      connection.call('free', rows).catch(() => undefined);
    },
    cosine: (a, b, dim) => connection.call('cosine', { a, b, dim }),
    give: async (vectors, dim, texts) => {
      await connection.call('give', transfer({ vectors, dim, texts }, [vectors.buffer]));
    },
    recall: (origin, pairs, signal) => connection.call('recall', { origin, pairs }, { signal }),
    list: () => connection.call('list', null),
    remove: (ids) => connection.call('remove', ids),
    keepAgain: () => connection.call('keepAgain', null),
    onEvent: (listener) => void events.push(listener),
    onLost: (listener) => void listeners.push(listener),
  };
}
