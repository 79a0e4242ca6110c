/** The page's side of the worker that keeps the vectors. */
import { Connection } from '../workers/connect.ts';
import { SCRIPT_NOT_LOADED } from '../workers/errors.ts';
import { startModuleWorker } from '../workers/start.ts';
import { transfer } from '../workers/transfer.ts';
import { VECTORS_ERRORS, type VectorsApi } from './protocol.ts';
import { VectorsError } from './types.ts';
import script from './worker.ts?worker&url';

/** Vectors, which are in a worker of their own: rows go between workers through ports and never through the page. */
export interface Vectors {
  /** A port of the worker, for another worker: see `VectorsApi`. */
  port(): MessagePort;
  /** Gives rows up. */
  free(rows: Uint32Array): void;
  /** Cosine of two rows of width `dim`; NaN where one is zeros. @throws VectorsError for a row that is not there. */
  cosine(a: number, b: number, dim: number): Promise<number>;
  /** Called once, with a message for the user, should the worker stop: every row is lost with it. */
  onLost(listener: (message: string) => void): void;
}

/** Starts the worker. Like the engine's it is not replaced after a crash. */
export function createVectors(): Vectors {
  const listeners: ((message: string) => void)[] = [];
  const connection = new Connection<VectorsApi>(
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
      onCrash: (_, { message }) => {
        for (const listener of listeners) listener(message);
      },
    },
  );
  return {
    port() {
      const { port1, port2 } = new MessageChannel();
      // After a crash it fails, which `onLost` has told.
      connection.call('connect', transfer(port1, [port1])).catch(() => undefined);
      return port2;
    },
    free(rows) {
      connection.call('free', rows).catch(() => undefined);
    },
    cosine: (a, b, dim) => connection.call('cosine', { a, b, dim }),
    onLost: (listener) => void listeners.push(listener),
  };
}
