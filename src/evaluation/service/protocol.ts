/** Requests of the page (client.ts) to the evaluation's worker (service.ts), and of the worker to the page. */

import { AnalysisError } from '../../analysis/types.ts';
import { VECTORS_ERRORS } from '../../vectors/protocol.ts';
import { EvaluationError } from '../errors.ts';
import { FormatError } from '../formats/format-error.ts';
import type { NamedData } from '../formats/rows.ts';
import type { Sensitivity } from '../sensitivity/sensitivity.ts';
import type {
  EncodedRows,
  EvaluationOrder,
  EvaluationProgress,
  GivenFile,
  TaskResult,
  WordingsOrder,
} from './types.ts';

/** Errors that leave the worker with their class. */
export const EVALUATION_ERRORS = {
  AnalysisError,
  EvaluationError,
  FormatError,
  ...VECTORS_ERRORS,
};

interface Call<Argument, Result, Progress> {
  readonly argument: Argument;
  readonly result: Result;
  readonly progress: Progress;
}

export interface EvaluationApi {
  /** Ports of the store of vectors (`VectorsApi`) and of the page (`EncoderApi`). Comes once, before all other calls. */
  readonly connect: Call<
    { readonly vectors: MessagePort; readonly encoder: MessagePort },
    undefined,
    never
  >;
  readonly read: Call<
    { readonly name: string; readonly files: readonly GivenFile[] },
    readonly NamedData[],
    never
  >;
  readonly evaluate: Call<EvaluationOrder, TaskResult, EvaluationProgress>;
  readonly wordings: Call<WordingsOrder, Sensitivity, EvaluationProgress>;
}

/** The page embeds: it knows the model, the queue and what is embedded already. */
export interface EncoderApi {
  readonly encode: Call<
    { readonly texts: readonly string[]; readonly instruction: string },
    EncodedRows,
    number
  >;
}
