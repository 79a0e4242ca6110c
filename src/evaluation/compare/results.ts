/** Results as files: mteb's result JSON, CSV, and a paragraph for a paper. */
import { LEVEL } from '../statistics/compare.ts';
import type { Task, TaskScores, Units } from '../tasks/types.ts';
import { csv } from './csv.ts';
import type { Evaluated, EvaluatedRow } from './evaluate.ts';

/** A row without its functions: what can cross to another thread. */
export interface ReportedRow extends Omit<EvaluatedRow, 'scores'> {
  readonly scores: Omit<TaskScores, 'units'> & { readonly units: Omit<Units, 'statistic'> };
}

/** A result without its functions. */
export interface Reported extends Omit<Evaluated, 'task' | 'rows'> {
  readonly task: Pick<Task, 'kind' | 'protocol'>;
  readonly rows: readonly ReportedRow[];
}

/** Version of mteb whose protocols and names of measures these are. */
const MTEB_VERSION = '2.26.24';

/**
 * Makes the object that mteb writes for a task (mteb.TaskResult), of one instruction. mteb's revision of a dataset is
 * that of the hub: a set of one's own has none.
 */
export function mtebResult({ name }: Reported, { scores, ms }: ReportedRow) {
  return {
    dataset_revision: 'local',
    task_name: name,
    mteb_version: MTEB_VERSION,
    scores: {
      test: [
        {
          ...scores.measures,
          main_score: scores.measures[scores.main],
          hf_subset: 'default',
          languages: ['eng-Latn'],
        },
      ],
    },
    evaluation_time: ms / 1000,
    kg_co2_emissions: null,
  };
}

const COLUMNS = [
  ...['task', 'kind', 'instruction', 'query', 'document', 'null_row', 'measure', 'score'],
  ...[
    'low',
    'high',
    'level',
    'units',
    'unit',
    'largest_p_against_null_rows',
    'beats_null_rows',
    'winner',
  ],
];

/** Makes a CSV file (RFC 4180) with a line for each instruction on each task. */
export function resultsCsv(evaluated: readonly Reported[]): string {
  const lines = evaluated.flatMap((each) =>
    each.rows.map(({ instruction, scores, interval, beatsNulls }, i) => [
      each.name,
      each.task.kind,
      instruction.name,
      instruction.query,
      instruction.document,
      instruction.isNull,
      scores.main,
      interval.estimate,
      interval.low,
      interval.high,
      interval.level,
      scores.units.count,
      scores.units.name,
      largestP(each, i),
      beatsNulls,
      each.winner === i,
    ]),
  );
  return csv([COLUMNS, ...lines]);
}

/** Returns the largest corrected p of a row against the null rows; null for a null row. */
export function largestP({ rows, tests }: Reported, at: number): number | null {
  if (rows[at]!.instruction.isNull) return null;
  const against = tests.filter(({ a, b }) => {
    const other = a === at ? b : b === at ? a : -1;
    return other >= 0 && rows[other]!.instruction.isNull;
  });
  return Math.max(...against.map(({ adjusted }) => adjusted));
}

export interface Methods {
  readonly model: string;
  readonly resamples: number;
  readonly permutations: number;
  readonly seed: number;
}

/** Writes the paragraph that a paper needs: data, protocol, units, intervals, tests, seeds. */
export function methodsParagraph(
  evaluated: readonly Reported[],
  { model, resamples, permutations, seed }: Methods,
): string {
  const data = evaluated.map(({ name, rows }) => {
    const { count, name: unit } = rows[0]!.scores.units;
    return `${name} (${count} ${unit})`;
  });
  const protocols = [...new Set(evaluated.map(({ task }) => task.protocol))];
  const hasLogit = evaluated.some(({ rows }) => rows[0]!.scores.units.interval === 'logit');
  const notes = new Set(
    evaluated.flatMap(({ rows }) => rows.flatMap(({ scores }) => scores.notes)),
  );
  return [
    `Instructions were compared with the model ${model} on ${data.join(', ')}.`,
    `Protocols and measures are those of mteb ${MTEB_VERSION}. ${protocols.join(' ')}`,
    `Intervals are 95 % BCa bootstrap intervals over the units named, ${resamples} resamples` +
      `${hasLogit ? '; of average precisions 95 % jackknife intervals on the logit scale' : ''}. Instructions were compared on ` +
      `the same units by paired two-sided permutation tests (${permutations} sign flips of the units’ differences; of ` +
      `jackknife pseudo-values where a measure is no mean), corrected by step-down max-T for all pairs of instructions on a ` +
      `task, at ${LEVEL}. No instruction, a nonsense instruction and another task’s instruction ran along. Seed ${seed}.`,
    ...notes,
    'An instruction that was chosen by these scores needs a score on other data.',
  ].join('\n\n');
}
