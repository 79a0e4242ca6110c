/** Results in plain English. */

import type { NamedData } from '../../evaluation/formats/rows.ts';
import type { TaskResult } from '../../evaluation/service/types.ts';
import { isBetter } from '../../evaluation/statistics/compare.ts';
import type { TaskKind } from '../../evaluation/tasks/types.ts';
import { isolated } from '../../lib/isolate.ts';
import { plural } from '../../widgets/format.ts';

/** Units below which a bootstrap says too little of what it was not shown. */
const FEW = 30;

export const KINDS: Readonly<Record<TaskKind, string>> = {
  classification: 'Classification',
  clustering: 'Clustering',
  pairClassification: 'Pair classification',
  reranking: 'Reranking',
  retrieval: 'Retrieval',
  sts: 'Semantic similarity',
  summarisation: 'Summarisation',
  billboard: 'Billboard',
  promptRetrieval: 'Prompt retrieval',
};

const MEASURES: Readonly<Record<string, string>> = {
  accuracy: 'Accuracy',
  v_measure: 'V-measure',
  max_ap: 'Average precision',
  cosine_spearman: 'Spearman’s ρ',
  pearson: 'Pearson’s r',
  ndcg_at_10: 'nDCG@10',
  map_at_1000: 'MAP',
  rougeL: 'ROUGE-L',
  exact_match: 'Exact match',
};

/** Name of a measure of mteb's as people write it. */
export function measureName(measure: string): string {
  return MEASURES[measure] ?? measure;
}

/** A score in percent, with one decimal: "87.1"; a dash where there is none. */
export function percent(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return (100 * value)
    .toFixed(1)
    .replace(/^-0\.0$/, '0.0')
    .replace('-', '−');
}

/** A difference of scores in points, with its sign. */
export function points(value: number): string {
  const text = percent(value);
  return value > 0 && text !== '0.0' && text !== '–' ? `+${text}` : text;
}

/** "p = 0.041", "p < 0.001". */
export function pWords(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
}

/** How the intervals of a result were made. */
export function intervalWords({ rows }: TaskResult): string {
  const { interval, name } = rows[0]!.scores.units;
  return interval === 'logit'
    ? `95 % jackknife over ${name}, on the scale of the logit`
    : `95 % BCa bootstrap over ${name}`;
}

/** What a task's data hold: "Classification: 64 texts to learn from, 96 to predict, 8 labels". */
export function dataWords({ task }: NamedData): string {
  const count = (n: number, noun: string) => plural(n, noun);
  const labels = (all: readonly { readonly label: string }[]) =>
    count(new Set(all.map(({ label }) => label)).size, 'label');
  switch (task.kind) {
    case 'classification': {
      const { train, test } = task.data;
      return `${count(train.length, 'text')} to learn from, ${count(test.length, 'text')} to predict, ${labels(train)}`;
    }
    case 'clustering':
      return `${count(task.data.length, 'text')}, ${labels(task.data)}`;
    case 'retrieval':
      return `${task.data.queries.length.toLocaleString('en')} queries, ${count(task.data.documents.length, 'document')}`;
    case 'reranking':
      return `${task.data.length.toLocaleString('en')} queries with their documents`;
    case 'billboard':
      return `${count(task.data.length, 'generated text')} with references and human scores`;
    case 'promptRetrieval':
      return `${count(task.data.instances.length, 'instance')}, ${count(task.data.examples.length, 'example')}`;
    case 'summarisation':
      return `${count(task.data.length, 'text')} with summaries`;
    default:
      return count(task.data.length, 'pair');
  }
}

/** Positions of the rows, the highest score first; rows without a score last. */
export function ranked({ rows }: TaskResult): number[] {
  const worth = (at: number) => {
    const { estimate } = rows[at]!.interval;
    return Number.isNaN(estimate) ? Number.NEGATIVE_INFINITY : estimate;
  };
  return [...rows.keys()].sort((a, b) => worth(b) - worth(a) || a - b);
}

/** Position of the null row with the highest score. */
export function bestNull(result: TaskResult): number {
  return ranked(result).find((at) => result.rows[at]!.instruction.isNull)!;
}

/** The corrected p of two rows' difference. */
export function adjustedP({ tests }: TaskResult, a: number, b: number): number {
  return tests.find((test) => (test.a === a && test.b === b) || (test.a === b && test.b === a))!
    .adjusted;
}

const quoted = (name: string) => `“${isolated(name)}”`;

const NULL_NAMES: Readonly<Record<string, string>> = {
  'no instruction': 'the row “no instruction”',
  nonsense: 'the nonsense instruction',
  'another task’s': 'another task’s instruction',
};

/** Names a row in a sentence. */
function called({ rows }: TaskResult, at: number): string {
  const { name, isNull } = rows[at]!.instruction;
  return isNull ? (NULL_NAMES[name] ?? name) : quoted(name);
}

function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Null rows that a row is not shown to be better than. */
function unbeaten(result: TaskResult, at: number): number[] {
  return [...result.rows.keys()].filter(
    (other) => result.rows[other]!.instruction.isNull && !isBetter(result.tests, at, other),
  );
}

/** What the tests say of a row against the null rows; null for a null row. */
export function rowVerdict(result: TaskResult, at: number): string | null {
  if (result.rows[at]!.instruction.isNull) return null;
  const open = unbeaten(result, at);
  if (open.length === 0) return 'beats the null rows';
  const worse = ranked(result).find(
    (other) => open.includes(other) && isBetter(result.tests, other, at),
  );
  if (worse !== undefined) return `worse than ${called(result, worse)}`;
  const nulls = result.rows.filter(({ instruction }) => instruction.isNull).length;
  if (open.length === nulls) return 'does not beat the null rows';
  return `does not beat ${listed(open.map((each) => called(result, each)))}`;
}

export interface Verdict {
  readonly tone: 'decided' | 'undecided' | 'none';
  /** The answer, in a sentence or two. */
  readonly answer: string;
  /** What a reader must know beside it, a sentence each. */
  readonly more: readonly string[];
}

/** Says which instruction is right, what is undecided, and which do not beat the null rows. */
export function verdictOf(result: TaskResult): Verdict {
  const { rows, winner } = result;
  const order = ranked(result);
  const own = order.filter((at) => !rows[at]!.instruction.isNull);
  const [top] = own;
  const idle = own.filter((at) => !rows[at]!.beatsNulls);
  const more: string[] = [];
  if (idle.length > 0 && idle.length < own.length) {
    more.push(
      `${listed(idle.map((at) => called(result, at)))} ${idle.length === 1 ? 'does' : 'do'} not beat the null rows: what ${idle.length === 1 ? 'it gains' : 'they gain'} may be chance.`,
    );
  }
  const { count, name: unit } = rows[0]!.scores.units;
  if (count < FEW) {
    more.push(
      `${count} ${unit} are few: the intervals are likely too narrow, and only large differences can be shown.`,
    );
  }
  if (winner !== null) {
    const worst = Math.max(
      ...order.filter((at) => at !== winner).map((at) => adjustedP(result, winner, at)),
    );
    const name = called(result, winner);
    if (rows[winner]!.instruction.isNull) {
      const answer = `None of the instructions helps: ${name} is better than every other row (${pWords(worst)}).`;
      return { tone: 'none', answer, more };
    }
    more.push(CHOSEN);
    const answer = `${name} is the right one here: better than every other row, those that say nothing of the task included (${pWords(worst)} after correction for ${plural(result.tests.length, 'comparison')}).`;
    return { tone: 'decided', answer, more };
  }
  if (top === undefined) return { tone: 'none', answer: 'Only null rows were scored.', more };
  if (idle.length === own.length) {
    const none =
      own.length === 1
        ? `${called(result, top)} does not beat the null rows`
        : 'None of the instructions beats the null rows';
    const best = bestNull(result);
    const scores = [top, best].map(
      (at) => `${called(result, at)} has ${percent(rows[at]!.interval.estimate)}`,
    );
    const [mine, theirs] = [top, best].map((at) => percent(rows[at]!.interval.estimate));
    if (mine === theirs) {
      if (mine === percent(1)) {
        more.push('No instruction can score higher on these texts: harder ones tell more.');
      }
      const answer = `${none}: ${called(result, top)} and ${called(result, best)} have ${mine}.`;
      return { tone: 'none', answer, more };
    }
    const rest = isBetter(result.tests, best, top)
      ? `${called(result, best)} is better by the tests (${pWords(adjustedP(result, top, best))})`
      : 'the difference may be chance';
    const answer = `${none}: ${listed(scores)}, and ${rest}.`;
    return { tone: 'none', answer, more };
  }
  const rivals = order.filter((at) => at !== top && !isBetter(result.tests, top, at));
  more.push(CHOSEN);
  return {
    tone: 'undecided',
    answer: `Undecided: ${called(result, top)} has the highest score of the instructions, but it is not shown to be better than ${listed(rivals.map((at) => `${called(result, at)} (${pWords(adjustedP(result, top, at))})`))}. More labelled texts can tell them apart.`,
    more,
  };
}

const CHOSEN =
  'These scores chose the instruction: before you report one, score it on data that had no say.';

/** Says what of a search's score is luck. */
export function luckWords({ search, rows }: TaskResult): string | null {
  if (search === null) return null;
  const [found] = rows;
  const [before, after] = [search.chosenAt, found!.interval.estimate];
  const said = `The search's best scored ${percent(before)} on the half that chose it and ${percent(after)} on the half that the search never saw. Report the second`;
  return before - after >= 0.0005
    ? `${said}: the ${percent(before - after)} points between them are selection noise, the luck of having been chosen, and the difference of the halves.`
    : `${said}. It did not score higher where it was chosen: here the choice gained no luck that shows.`;
}
