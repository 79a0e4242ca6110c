/** The worker's side of the evaluation: reads sets, and scores one task a call. */
import { drive } from '../../analysis/drive.ts';
import type { Steps } from '../../analysis/steps.ts';
import { VECTORS_ERRORS, type VectorsApi } from '../../vectors/protocol.ts';
import { Connection } from '../../workers/connect.ts';
import { serve } from '../../workers/serve.ts';
import { transfer } from '../../workers/transfer.ts';
import type { CallContext, ServerPort } from '../../workers/types.ts';
import { evaluate } from '../compare/evaluate.ts';
import { nullRows } from '../compare/null-rows.ts';
import { EvaluationError } from '../errors.ts';
import type { SetFile } from '../formats/json.ts';
import { readSet } from '../formats/read-set.ts';
import { candidates } from '../search/candidates.ts';
import { plannedRounds } from '../search/halving.ts';
import { searchInstruction, unseenOf } from '../search/search.ts';
import { type Sensitivity, sensitivity, WORDINGS_TRIED } from '../sensitivity/sensitivity.ts';
import { wordingsOf } from '../sensitivity/wordings.ts';
import { pseudoValues } from '../statistics/jackknife.ts';
import { answerMeasure } from '../tasks/answer-measure.ts';
import { type TaskData, taskOf } from '../tasks/data.ts';
import type { PromptBudget } from '../tasks/prompts.ts';
import type { Encode, Task } from '../tasks/types.ts';
import { unitTexts } from '../tasks/unit-texts.ts';
import { Meter } from './meter.ts';
import { type EncoderApi, EVALUATION_ERRORS, type EvaluationApi } from './protocol.ts';
import type {
  EvaluationOrder,
  EvaluationProgress,
  GivenFile,
  ResultRow,
  SearchReport,
  TaskResult,
  WordingsOrder,
} from './types.ts';

/** Units beyond which what each contributes is not told: each costs a pass over all. */
const MOST_TOLD = 10_000;

/** Only prompts that someone takes have a budget, and the page takes none. */
const NO_PROMPTS: PromptBudget = { tokens: 0, tokensPerExample: 0, countTokens: () => 0 };

interface Ports {
  readonly vectors: Connection<VectorsApi>;
  readonly encoder: Connection<EncoderApi>;
}

/** Answers calls that come through `port`. */
export function serveEvaluation(port: ServerPort): void {
  let ports: Ports | null = null;
  const connected = () => {
    if (ports === null) throw new EvaluationError('There are no vectors to compute from.');
    return ports;
  };
  serve<EvaluationApi>(port, {
    connect({ vectors, encoder }) {
      ports = {
        vectors: new Connection(vectors, { name: 'facet-vectors', errors: VECTORS_ERRORS }),
        encoder: new Connection(encoder, { name: 'the page', errors: EVALUATION_ERRORS }),
      };
      return undefined;
    },
    read: async ({ name, files }) => readSet(name, await Promise.all(files.map(textOf))),
    async evaluate(order, how) {
      const result = await run(order, connected(), how);
      const arrays = result.rows.flatMap(({ contributions }) => contributions?.buffer ?? []);
      return transfer(result, arrays);
    },
    wordings: (order, how) => vary(order, connected(), how),
  });
}

async function textOf({ path, content }: GivenFile): Promise<SetFile> {
  return { name: path, text: await content.text() };
}

async function run(
  { data, instructions, search, ...options }: EvaluationOrder,
  ports: Ports,
  { signal, onProgress }: CallContext<EvaluationProgress>,
): Promise<TaskResult> {
  let rows = instructions;
  const planned = search === null ? [] : plannedRounds(candidates(search).length);
  const before = planned.reduce((sum, { count, share }) => sum + count * share, 0);
  const all = rows.length + nullRows(data.task.kind).length + (search === null ? 0 : 1);
  let now: Pick<EvaluationProgress, 'step' | 'instruction'> = { step: 'scoring', instruction: '' };
  const meter = new Meter(before + all, (fraction) => onProgress({ ...now, fraction }));
  let isComparing = false;
  const driven = <Result>(steps: Steps<Result>) =>
    drive(steps, {
      signal,
      onProgress: (fraction) => (isComparing ? meter.comparing(fraction) : meter.scoring(fraction)),
    });
  const encode = encoder(ports, signal, meter);
  let task: Task;
  const make = (part: TaskData) => {
    task = taskOf(part, { measure: answerMeasure(part), budget: NO_PROMPTS });
    return task;
  };
  let scored = data.task;
  let report: SearchReport | null = null;
  if (search !== null) {
    const { parts } = make(data.task);
    const found = await searchInstruction(search, data.task, encode, make, {
      ...options,
      drive: driven,
      onCandidate(instruction, share) {
        now = { step: 'searching', instruction };
        meter.begin(share, parts.length);
      },
    });
    scored = found.unseen;
    const { query, document } = found.instruction;
    // Of two equal rows none could be the best.
    const others = rows.filter((row) => row.query !== query || row.document !== document);
    rows = [found.instruction, ...others];
    report = { chosenAt: found.chosenAt, rounds: found.rounds };
  }
  const made = make(scored);
  const evaluated = await evaluate(data.name, made, rows, encode, {
    ...options,
    drive: driven,
    onInstruction(instruction) {
      now = { step: 'scoring', instruction };
      meter.begin(1, made.parts.length);
    },
    onComparing() {
      isComparing = true;
      now = { step: 'comparing', instruction: '' };
      meter.comparing(0);
    },
  });
  const told: ResultRow[] = [];
  for (const { scores, ...row } of evaluated.rows) {
    const { statistic, ...units } = scores.units;
    const contributions =
      units.count > MOST_TOLD
        ? null
        : new Float64Array(
            await drive(pseudoValues(statistic, units.count, MOST_TOLD), { signal }),
          );
    told.push({ ...row, scores: { ...scores, units }, contributions });
  }
  const { kind, protocol } = made;
  return {
    ...evaluated,
    task: { kind, protocol },
    rows: noted(told, data.note),
    search: report,
    unitTexts: unitTexts(scored),
  };
}

async function vary(
  { data, instruction, unseenHalf, ...sizes }: WordingsOrder,
  ports: Ports,
  { signal, onProgress }: CallContext<EvaluationProgress>,
): Promise<Sensitivity> {
  const scored = unseenHalf ? unseenOf(data.task, sizes.seed) : data.task;
  const task = taskOf(scored, { measure: answerMeasure(scored), budget: NO_PROMPTS });
  const count = wordingsOf(instruction, { count: WORDINGS_TRIED, seed: sizes.seed }).length;
  let now: Pick<EvaluationProgress, 'step' | 'instruction'> = { step: 'scoring', instruction: '' };
  const meter = new Meter(count + 1, (fraction) => onProgress({ ...now, fraction }));
  let isComparing = false;
  return sensitivity(task, instruction, encoder(ports, signal, meter), {
    ...sizes,
    drive: (steps) =>
      drive(steps, {
        signal,
        onProgress: (fraction) =>
          isComparing ? meter.comparing(fraction) : meter.scoring(fraction),
      }),
    onInstruction(change) {
      now = { step: 'scoring', instruction: change };
      meter.begin(1, task.parts.length);
    },
    onComparing() {
      isComparing = true;
      now = { step: 'comparing', instruction: '' };
      meter.comparing(0);
    },
  });
}

/** Adds what was done with the data to what a reader must know. */
function noted(rows: readonly ResultRow[], note: string | undefined): ResultRow[] {
  if (note === undefined) return [...rows];
  return rows.map(({ scores, ...row }) => ({
    ...row,
    scores: { ...scores, notes: [note, ...scores.notes] },
  }));
}

/** Embeds through the page, which gives the numbers of rows; the rows themselves come from their store. */
function encoder({ vectors, encoder }: Ports, signal: AbortSignal, meter: Meter): Encode {
  return async (texts, instruction) => {
    const { rows, dim } = await encoder.call(
      'encode',
      { texts, instruction },
      { signal, onProgress: (fraction) => meter.embedding(fraction) },
    );
    const count = texts.length;
    const found = await vectors.call('gather', { rows, count, dim }, { signal });
    meter.embedded();
    return { vectors: found, count, dim };
  };
}
