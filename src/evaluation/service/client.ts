/** The page's side of the evaluation's worker. */
import { Connection } from '../../workers/connect.ts';
import { SCRIPT_NOT_LOADED } from '../../workers/errors.ts';
import { serve } from '../../workers/serve.ts';
import { startModuleWorker } from '../../workers/start.ts';
import { transfer } from '../../workers/transfer.ts';
import type { CallContext, CallOptions, Endpoint } from '../../workers/types.ts';
import { EvaluationError } from '../errors.ts';
import type { NamedData } from '../formats/rows.ts';
import type { Sensitivity } from '../sensitivity/sensitivity.ts';
import { type EncoderApi, EVALUATION_ERRORS, type EvaluationApi } from './protocol.ts';
import type {
  EncodedRows,
  EvaluationOrder,
  EvaluationProgress,
  GivenFile,
  TaskResult,
  WordingsOrder,
} from './types.ts';
import script from './worker.ts?worker&url';

const startWorker = (): Endpoint => startModuleWorker(script, import.meta.url, 'facet-evaluation');

/** Embeds texts under an instruction: the number of each row. Reports the fraction done. */
export type EncodeRows = (
  texts: readonly string[],
  instruction: string,
  how: CallContext<number>,
) => Promise<EncodedRows>;

export interface Evaluation {
  /** Reads a folder of labelled data. @throws FormatError, EvaluationError */
  read(name: string, files: readonly GivenFile[]): Promise<readonly NamedData[]>;
  /** @throws EvaluationError, AnalysisError, VectorsError; what the encoder throws; the signal's reason. */
  evaluate(order: EvaluationOrder, how: CallOptions<EvaluationProgress>): Promise<TaskResult>;
  /** Scores other wordings of an instruction. Throws as `evaluate`. */
  wordings(order: WordingsOrder, how: CallOptions<EvaluationProgress>): Promise<Sensitivity>;
  /** Ends the worker. */
  close(): void;
}

/**
 * Starts a worker that evaluates.
 * @param vectors Port of the store of vectors. @param encode Called by the worker, for texts under one instruction.
 */
export function startEvaluation(
  vectors: MessagePort,
  encode: EncodeRows,
  start: () => Endpoint = startWorker,
): Evaluation {
  const connection = new Connection<EvaluationApi>(start(), {
    name: 'facet-evaluation',
    errors: EVALUATION_ERRORS,
    describeCrash: ({ reason }) =>
      new EvaluationError(
        reason === SCRIPT_NOT_LOADED
          ? 'The evaluation did not start: its script did not load. Check that the server of this page runs and that you are connected, and try again.'
          : `The evaluation stopped (${reason}): try again, with fewer texts if it stops again.`,
      ),
  });
  const { port1, port2 } = new MessageChannel();
  serve<EncoderApi>(port1, {
    encode: ({ texts, instruction }, how) => encode(texts, instruction, how),
  });
  const connected = connection.call(
    'connect',
    transfer({ vectors, encoder: port2 }, [vectors, port2]),
  );
  // Reported by the calls that wait for it.
  connected.catch(() => undefined);
  return {
    async read(name, files) {
      await connected;
      return connection.call('read', { name, files });
    },
    async evaluate(order, how) {
      await connected;
      return connection.call('evaluate', order, how);
    },
    async wordings(order, how) {
      await connected;
      return connection.call('wordings', order, how);
    },
    close() {
      connection.close(new EvaluationError('The evaluation has ended.'));
      port1.close();
    },
  };
}
