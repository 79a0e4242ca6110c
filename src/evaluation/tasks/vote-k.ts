import { rowDots } from '../../analysis/linear/dot.ts';
import { type Steps, WORK_PER_STEP } from '../../analysis/steps.ts';
import type { UnitRows } from '../../analysis/validate.ts';

/** Neighbours that each example votes for: the reference's setting. */
const NEIGHBOURS = 150;

/**
 * Chooses examples that are worth annotating: fast vote-k (Su et al. 2022, "Selective annotation makes language models
 * better few-shot learners"), as INSTRUCTOR's evaluation runs it. Each example votes for its nearest neighbours; the next
 * choice has the most votes, and a vote counts a tenth for each earlier choice of the same voter.
 * @returns positions of `count` examples, or of all, in the order of choice.
 */
export function* voteK(rows: UnitRows, count: number, neighbours = NEIGHBOURS): Steps<Int32Array> {
  const voters = yield* votes(rows, neighbours);
  const byVotes = [...voters].sort(([, a], [, b]) => b.length - a.length);
  const timesServed = new Int32Array(rows.count);
  const chosen: number[] = [];
  const isChosen = new Uint8Array(rows.count);
  while (chosen.length < Math.min(count, rows.count)) {
    let best = { example: -1, score: 0 };
    for (const [example, own] of byVotes) {
      if (isChosen[example]) continue;
      let score = 0;
      for (const voter of own) if (!isChosen[voter]) score += 10 ** -timesServed[voter]!;
      if (score > best.score) best = { example, score };
    }
    // No votes are left: the examples without any, in their order.
    const next = best.example >= 0 ? best.example : isChosen.indexOf(0);
    chosen.push(next);
    isChosen[next] = 1;
    for (const voter of voters.get(next) ?? []) timesServed[voter]! += 1;
    yield chosen.length / count;
  }
  return Int32Array.from(chosen);
}

/** Finds for each example those that have it among their nearest; examples nobody votes for have no entry. */
function* votes(
  { values, count, dim }: UnitRows,
  neighbours: number,
): Steps<Map<number, number[]>> {
  const voters = new Map<number, number[]>();
  const cosines = new Float64Array(count);
  let work = 0;
  for (let voter = 0; voter < count; voter++) {
    rowDots(values, voter, values, 0, count, dim, cosines, 0);
    const order = Array.from({ length: count }, (_, i) => i);
    order.sort((a, b) => cosines[a]! - cosines[b]! || a - b);
    // The nearest of all is the example itself, or its twin.
    for (const example of order.slice(Math.max(0, count - neighbours - 1), count - 1)) {
      if (example === voter) continue;
      const own = voters.get(example) ?? [];
      own.push(voter);
      voters.set(example, own);
    }
    work += count * dim;
    if (work < WORK_PER_STEP) continue;
    work = 0;
    yield 0;
  }
  return voters;
}
