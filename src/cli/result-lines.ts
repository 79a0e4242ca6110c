import type { Evaluated, EvaluatedRow } from '../evaluation/compare/evaluate.ts';
import { largestP } from '../evaluation/compare/results.ts';
import type { Round } from '../evaluation/search/halving.ts';

/** Units below which a bootstrap says too little of what it was not shown. */
const FEW = 30;

/** Writes the result of a task as lines of text: rows from the highest score on, with their intervals. */
export function resultLines(evaluated: Evaluated): string[] {
  const { name, task, rows, winner } = evaluated;
  const { main, units } = rows[0]!.scores;
  const order = [...rows.keys()].sort(
    (a, b) => rows[b]!.interval.estimate - rows[a]!.interval.estimate,
  );
  const longest = Math.max(...rows.map(({ instruction }) => instruction.name.length));
  const lines = order.map((i) => {
    const { instruction, interval } = rows[i]!;
    const bounds = `[${percent(interval.low)}, ${percent(interval.high)}]`;
    const p = largestP(evaluated, i);
    const verdict = p === null ? '' : `  ${verdictOf(rows[i]!, p)}`;
    return `  ${instruction.name.padEnd(longest)}  ${percent(interval.estimate)}  ${bounds}${verdict}`;
  });
  const best =
    winner === null
      ? 'No instruction is better than all others by the tests.'
      : `Better than all others: ${rows[winner]!.instruction.name}`;
  const notes = [...new Set(rows.flatMap(({ scores }) => scores.notes))];
  if (units.count < FEW) {
    notes.push(`${units.count} ${units.name} are few: the intervals are likely too narrow.`);
  }
  return [
    `${name} (${task.kind}): ${main} in %, with 95 % intervals over ${units.count} ${units.name}`,
    ...lines,
    `  ${best}`,
    ...notes.map((note) => `  ${note}`),
    '',
  ];
}

/** Writes the rounds of a search. */
export function roundLines(rounds: readonly Round[]): string[] {
  return rounds.map(({ share, scores }, round) => {
    const { candidate, score } = scores[0]!;
    return `search, round ${round + 1}: ${scores.length} instructions on ${percent(share)} % of its half; best: ${percent(score)} ${candidate.trim()}`;
  });
}

/** Says what of the score of an instruction is the luck of having been chosen. */
export function luckLine(chosenAt: number, { interval }: EvaluatedRow): string {
  const [before, after] = [percent(chosenAt), percent(interval.estimate)];
  const luck = percent(chosenAt - interval.estimate);
  return `The search's best has ${before} on the half that chose it and ${after} on the half that the search never saw: report the second. The difference, ${luck}, is the luck of the choice and of the halves.`;
}

function verdictOf({ beatsNulls }: EvaluatedRow, p: number): string {
  const value = p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
  return beatsNulls
    ? `better than the null rows (${value})`
    : `does not beat the null rows (${value})`;
}

function percent(value: number): string {
  return (100 * value).toFixed(2);
}
