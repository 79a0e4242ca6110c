/** One evaluation at a time. It goes on when its dialog is closed. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { app } from '../../app/app.ts';
import { alsoWanted } from '../../app/embeddings/also-wanted.ts';
import { whenEmbedded } from '../../app/embeddings/when-embedded.ts';
import type { Pair } from '../../engine/types.ts';
import type { NamedInstruction } from '../../evaluation/compare/null-rows.ts';
import { EvaluationError } from '../../evaluation/errors.ts';
import type { NamedData } from '../../evaluation/formats/rows.ts';
import type { Moved } from '../../evaluation/sensitivity/wordings-csv.ts';
import {
  type EncodeRows,
  type Evaluation,
  startEvaluation,
} from '../../evaluation/service/client.ts';
import type {
  EvaluationOrder,
  EvaluationProgress,
  TaskResult,
} from '../../evaluation/service/types.ts';
import { isAbort, messageOf } from '../../lib/errors.ts';

/** Draws of the intervals and tests, as `npm run evaluate` makes them. */
export const STATISTICS = { resamples: 2000, permutations: 4999, seed: 42 } as const;

/** A task with its result. */
export interface Outcome {
  readonly data: NamedData;
  readonly result: TaskResult;
  /** Name of the model that embedded. */
  readonly model: string;
}

/** Other wordings of an instruction that was scored. */
export interface Varied extends Moved {
  /** The result that has the instruction, and its row there. */
  readonly result: TaskResult;
  readonly row: number;
}

export interface Evaluating {
  readonly running: {
    readonly what: 'instructions' | 'wordings';
    /** Name of the task, and its number among `of`. */
    readonly task: string;
    readonly number: number;
    readonly of: number;
    readonly step: EvaluationProgress['step'];
    readonly instruction: string;
    /** Work of all tasks done, 0 to 1. */
    readonly fraction: number;
    readonly secondsLeft: number | null;
    readonly cancel: () => void;
  } | null;
  readonly problem: string | null;
  /** Finished tasks of the last run that finished any; those of a run that failed or was cancelled stay. */
  readonly outcomes: readonly Outcome[];
  readonly varied: readonly Varied[];
  /** Why the last run of wordings failed. */
  readonly wordingsProblem: string | null;
  /** Whether the data were the workspace's. */
  readonly ofWorkspace: boolean;
}

export const evaluation: StoreApi<Evaluating> = createStore<Evaluating>()(() => ({
  running: null,
  problem: null,
  outcomes: [],
  varied: [],
  wordingsProblem: null,
  ofWorkspace: false,
}));

/** A task to score. */
export interface Ordered {
  readonly data: NamedData;
  readonly instructions: readonly NamedInstruction[];
  readonly search: EvaluationOrder['search'];
}

/** Part of the first seconds in which the time left is not told: the pace is that of the start. */
const UNSURE_MS = 2000;

/** Scores tasks one after the other. Says in the dialog why it failed. */
export async function runEvaluation(
  orders: readonly Ordered[],
  ofWorkspace: boolean,
): Promise<void> {
  const model = app().model.getState().info?.name ?? '';
  // What an earlier run found stays until this one has found something.
  evaluation.setState({ problem: null });
  const outcomes: Outcome[] = [];
  const problem = await work('Evaluating instructions', async (worker, how) => {
    for (const [at, order] of orders.entries()) {
      const part = { number: at + 1, of: orders.length };
      const of = { what: 'instructions', task: order.data.name, ...part } as const;
      const result = await worker.evaluate({ ...order, ...STATISTICS }, how(of));
      outcomes.push({ data: order.data, result, model });
      const begun = outcomes.length === 1 ? { varied: [], wordingsProblem: null, ofWorkspace } : {};
      evaluation.setState({ ...begun, outcomes: [...outcomes] });
    }
  });
  if (problem !== null) evaluation.setState({ problem });
}

/** Scores other wordings of a row's instruction, on the units of the row. Says in the dialog why it failed. */
export async function runWordings({ data, result }: Outcome, row: number): Promise<void> {
  const { instruction } = result.rows[row]!;
  evaluation.setState({ wordingsProblem: null });
  const wordingsProblem = await work('Scoring other wordings', async (worker, how) => {
    const order = { data, instruction, unseenHalf: result.search !== null, ...STATISTICS };
    const of = { what: 'wordings', task: data.name, number: 1, of: 1 } as const;
    const found = await worker.wordings(order, how(of));
    const varied = { task: data.name, instruction, found, result, row };
    evaluation.setState((state) => ({
      varied: [
        ...state.varied.filter((each) => each.result !== result || each.row !== row),
        varied,
      ],
    }));
  });
  if (wordingsProblem !== null) evaluation.setState({ wordingsProblem });
}

type Part = Pick<NonNullable<Evaluating['running']>, 'what' | 'task' | 'number' | 'of'>;

/** Has a worker do something, with progress and cancel. @returns why it failed; null if it did not, or was cancelled. */
async function work(
  title: string,
  run: (
    worker: Evaluation,
    /** How to call it for one of several parts. */
    how: (part: Part) => Parameters<Evaluation['evaluate']>[1],
  ) => Promise<void>,
): Promise<string | null> {
  const { vectors, jobs } = app();
  const controller = new AbortController();
  const { signal } = controller;
  const cancel = () => controller.abort(new DOMException('Cancelled', 'AbortError'));
  const startedAt = performance.now();
  const job = jobs.begin('panel:evaluation', { title, cancel, startedAt });
  const worker = startEvaluation(vectors.port(), encoder());
  const how = (part: Part) => {
    const tell = ({ step, instruction, fraction: own }: EvaluationProgress) => {
      const fraction = (part.number - 1 + own) / part.of;
      const elapsed = performance.now() - startedAt;
      const secondsLeft =
        elapsed > UNSURE_MS && fraction > 0.02
          ? ((elapsed / 1000) * (1 - fraction)) / fraction
          : null;
      evaluation.setState({
        running: { ...part, step, instruction, fraction, secondsLeft, cancel },
      });
      job.report({ fraction, secondsLeft });
    };
    tell({ step: 'scoring', instruction: '', fraction: 0 });
    return { signal, onProgress: tell };
  };
  try {
    await run(worker, how);
    return null;
  } catch (error) {
    return isAbort(error) ? null : messageOf(error);
  } finally {
    worker.close();
    alsoWanted.setState({ evaluated: [] });
    // Cancelled, what only the evaluation wanted is embedded no further.
    if (signal.aborted) app().embeddings.schedule();
    job.end();
    evaluation.setState({ running: null });
  }
}

/**
 * Embeds through the page's queue and its kept vectors. What one instruction brought stays until the evaluation ends, so that
 * nothing is embedded twice.
 */
function encoder(): EncodeRows {
  const { embeddings, model } = app();
  const { generation } = model.getState();
  const wanted: Pair[] = [];
  const known = new Map<string, Set<string>>();
  const checkModel = () => {
    if (model.getState().generation === generation) return;
    throw new EvaluationError(
      'Another model was loaded during the evaluation: run it again, for one model.',
    );
  };
  return async (texts, instruction, { signal, onProgress }) => {
    checkModel();
    const own = known.get(instruction) ?? new Set<string>();
    known.set(instruction, own);
    for (const text of texts) {
      if (own.has(text)) continue;
      own.add(text);
      wanted.push([instruction, text]);
    }
    alsoWanted.setState({ evaluated: [...wanted] });
    let missing = [...new Set(texts)];
    const total = missing.length;
    const look = () => {
      missing = missing.filter((text) => embeddings.lookup(instruction, text) === undefined);
      return missing.length;
    };
    if (look() > 0) {
      await whenEmbedded(look, {
        signal,
        onLeft: (left) => {
          checkModel();
          onProgress(1 - left / total);
        },
        fail: (reason) => new EvaluationError(reason),
      });
    }
    checkModel();
    let dim = 0;
    const rows = Uint32Array.from(texts, (text) => {
      const entry = embeddings.lookup(instruction, text);
      if (entry === undefined) throw new EvaluationError('A vector was lost: run it again.');
      if (entry.refused !== null) {
        throw new EvaluationError(
          `The tokenizer could not read a text (${entry.refused}); mend or remove it: ${text.slice(0, 80)}`,
        );
      }
      dim = entry.dim;
      return entry.row;
    });
    return { rows, dim };
  };
}
