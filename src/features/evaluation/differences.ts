/** The units on which two instructions differ most. */
import type { TaskResult } from '../../evaluation/service/types.ts';
import type { TaskKind } from '../../evaluation/tasks/types.ts';

/** Tasks whose measure is the mean of the units' own scores. */
const MEANS: readonly TaskKind[] = [
  'classification',
  'retrieval',
  'reranking',
  'promptRetrieval',
  'summarisation',
];

export interface Difference {
  readonly text: string;
  readonly a: number;
  readonly b: number;
}

/** Whether a unit's contribution is its own score. */
export function isMean(kind: TaskKind): boolean {
  return MEANS.includes(kind);
}

/**
 * Lists the units on which two rows differ, the largest difference first. Null where it is not known what a unit contributes.
 * @param most Number of units listed.
 */
export function differences(
  { rows, unitTexts }: TaskResult,
  a: number,
  b: number,
  most = 20,
): Difference[] | null {
  const [left, right] = [rows[a]?.contributions, rows[b]?.contributions];
  if (!left || !right || unitTexts === null) return null;
  const order = [...left.keys()].filter((at) => left[at] !== right[at]);
  order.sort((x, y) => Math.abs(left[y]! - right[y]!) - Math.abs(left[x]! - right[x]!) || x - y);
  return order
    .slice(0, most)
    .map((at) => ({ text: unitTexts[at] ?? '', a: left[at]!, b: right[at]! }));
}
