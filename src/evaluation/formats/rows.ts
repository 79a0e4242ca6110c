/** Sets of one JSON row an item: mteb's columns, and the short names of Facet's own sets. */
import type { LabelledText } from '../tasks/classification.ts';
import type { TaskData } from '../tasks/data.ts';
import { heldOutTask } from '../tasks/held-out.ts';
import type { TaskKind } from '../tasks/types.ts';
import { FormatError, inWords } from './format-error.ts';
import { numberOf, numbersOf, type Row, textOf, textsOf } from './json.ts';

export interface NamedData {
  /** Name of the task: of the set, with the view where it has several. */
  readonly name: string;
  readonly task: TaskData;
  /** Instructions that the data itself names, for queries and documents. */
  readonly ownInstruction?: { readonly query: string; readonly document: string };
  /** What was done with the data before it became a task: a sentence for a reader. */
  readonly note?: string;
}

/** Fields by which a row's kind is known; each is a choice of names. The first kind that fits is taken. */
const KINDS: readonly (readonly [kind: TaskKind, fields: readonly (readonly string[])[]])[] = [
  ['summarisation', [['machine_summaries'], ['human_summaries'], ['relevance']]],
  ['billboard', [['generated'], ['references'], ['human']]],
  ['reranking', [['query'], ['positive', 'pos'], ['negative', 'neg']]],
  ['sts', [['a', 'sentence1'], ['b', 'sentence2'], ['score']]],
  [
    'pairClassification',
    [
      ['a', 'sentence1'],
      ['b', 'sentence2'],
      ['label', 'labels'],
    ],
  ],
  ['classification', [['text'], ['label']]],
  ['clustering', [['text', 'sentences'], ['labels']]],
];

const EXPECTED = KINDS.map(
  ([kind, fields]) => `${fields.map((names) => names.join('/')).join(', ')} (${kind})`,
).join('; or ');

/** Finds what task a row is of. @throws FormatError that lists the fields of each kind. */
function kindOf(row: Row): TaskKind {
  const has = (names: readonly string[]) => names.some((name) => row.fields[name] !== undefined);
  const found = KINDS.find(([, fields]) => fields.every(has));
  if (found !== undefined) return found[0];
  throw new FormatError(
    row.file,
    row.line,
    `the fields of a task: ${EXPECTED}`,
    inWords(row.fields),
  );
}

/**
 * Makes the tasks of a set's rows. A set for clustering with several labels a text ("views") is a task a view.
 * @param splits Rows by the name of their split, where each split has a file of its own; else one entry.
 * @throws FormatError
 */
export function tasksOfRows(
  name: string,
  splits: ReadonlyMap<string, readonly Row[]>,
): NamedData[] {
  const rows = [...splits.values()].flat();
  const kind = kindOf(rows[0]!);
  const one = (task: TaskData): NamedData[] => [{ name, task }];
  switch (kind) {
    case 'classification':
      return hasSplits(splits)
        ? one({ kind, data: labelled(splits) })
        : [{ name, ...heldOutTask(rows.map(labelledText)) }];
    case 'clustering':
      return clusterings(name, rows);
    case 'sts':
      return one({
        kind,
        data: rows.map((row) => ({ ...pairOf(row), score: numberOf(row, 'score') })),
      });
    case 'pairClassification':
      return one({ kind, data: rows.flatMap(labelledPairs) });
    case 'reranking':
      return one({
        kind,
        data: rows.map((row) => ({
          query: textOf(row, 'query'),
          positive: textsOf(row, 'positive', 'pos'),
          negative: textsOf(row, 'negative', 'neg'),
        })),
      });
    case 'billboard':
      return one({
        kind,
        data: rows.map((row) => ({
          generated: textOf(row, 'generated'),
          references: textsOf(row, 'references'),
          human: numberOf(row, 'human'),
        })),
      });
    default:
      return one({
        kind: 'summarisation',
        data: rows.map((row) => ({
          humanSummaries: textsOf(row, 'human_summaries'),
          machineSummaries: textsOf(row, 'machine_summaries'),
          relevance: numbersOf(row, 'relevance'),
        })),
      });
  }
}

function pairOf(row: Row): { a: string; b: string } {
  return { a: textOf(row, 'a', 'sentence1'), b: textOf(row, 'b', 'sentence2') };
}

/** One pair a row, or mteb's first form: lists of all pairs in one row. */
function labelledPairs(row: Row): { a: string; b: string; alike: boolean }[] {
  const label = row.fields.label ?? row.fields.labels;
  if (!Array.isArray(label)) return [{ ...pairOf(row), alike: truth(row, label) }];
  const [a, b] = [textsOf(row, 'a', 'sentence1'), textsOf(row, 'b', 'sentence2')];
  if (a.length !== label.length || b.length !== label.length) {
    const found = `lists of ${a.length}, ${b.length} and ${label.length}`;
    throw new FormatError(row.file, row.line, 'as many labels as pairs', found);
  }
  return label.map((each: unknown, i) => ({ a: a[i]!, b: b[i]!, alike: truth(row, each) }));
}

function truth(row: Row, value: unknown): boolean {
  if (value === 1 || value === true || value === '1') return true;
  if (value === 0 || value === false || value === '0') return false;
  throw new FormatError(row.file, row.line, 'the label 0 or 1', inWords(value));
}

/** Names of files that say what their rows are for. */
const SPLIT_NAME = /train|test|dev|valid/i;

function hasSplits(splits: ReadonlyMap<string, readonly Row[]>): boolean {
  const [[name, rows] = ['', []]] = splits;
  return (
    splits.size > 1 ||
    SPLIT_NAME.test(name) ||
    rows.some(({ fields }) => fields.split !== undefined)
  );
}

function labelledText(row: Row): LabelledText {
  return { text: textOf(row, 'text'), label: textOf(row, 'label') };
}

/** Rows by split: the field "split", or the name of their file. The split "train" is learnt from. */
function labelled(splits: ReadonlyMap<string, readonly Row[]>) {
  const train: { text: string; label: string }[] = [];
  const test: { text: string; label: string }[] = [];
  let last: Row | undefined;
  for (const [split, rows] of splits) {
    for (const row of rows) {
      const own = row.fields.split === undefined ? split : textOf(row, 'split');
      const item = labelledText(row);
      (own === 'train' ? train : test).push(item);
      last = row;
    }
  }
  if (train.length > 0 && test.length > 0) return { train, test };
  const found = train.length > 0 ? 'rows of "train" only' : 'no row of "train"';
  const expected =
    'rows to learn from ("split": "train", or a file train.jsonl) and rows to predict';
  throw new FormatError(last!.file, null, expected, found);
}

function clusterings(name: string, rows: readonly Row[]): NamedData[] {
  const { labels } = rows[0]!.fields;
  const isViews = typeof labels === 'object' && labels !== null && !Array.isArray(labels);
  if (isViews) {
    return Object.keys(labels).map((view) => ({
      name: `${name}/${view}`,
      task: {
        kind: 'clustering',
        data: rows.map((row) => ({
          text: textOf(row, 'text', 'sentences'),
          label: textOf({ ...row, fields: viewsOf(row) }, view),
        })),
      },
    }));
  }
  const data = rows.flatMap((row) => {
    if (!Array.isArray(row.fields.labels)) {
      return [{ text: textOf(row, 'text', 'sentences'), label: textOf(row, 'labels') }];
    }
    // mteb's first form: lists of all texts and labels in one row.
    const texts = textsOf(row, 'text', 'sentences');
    const own = row.fields.labels.map(String);
    if (texts.length === own.length) return texts.map((text, i) => ({ text, label: own[i]! }));
    const found = `${own.length} labels of ${texts.length} texts`;
    throw new FormatError(row.file, row.line, 'one label a text', found);
  });
  return [{ name, task: { kind: 'clustering', data } }];
}

function viewsOf(row: Row): Record<string, unknown> {
  const { labels } = row.fields;
  if (typeof labels === 'object' && labels !== null) return labels as Record<string, unknown>;
  throw new FormatError(row.file, row.line, 'an object in the field "labels"', inWords(labels));
}
