export interface Round {
  /** Share of the search's data that the candidates were scored on. */
  readonly share: number;
  /** Candidates of the round with their scores, best first. */
  readonly scores: readonly { readonly candidate: string; readonly score: number }[];
}

/** Share of the data with which the first round begins at least: below it scores are noise. */
const LEAST = 1 / 8;

/** Plans the rounds of a search: how many candidates are scored on which share of its data. */
export function plannedRounds(
  candidates: number,
): { readonly count: number; readonly share: number }[] {
  const total = Math.max(1, Math.ceil(Math.log2(candidates)));
  let count = candidates;
  return Array.from({ length: total }, (_, round) => {
    const planned = { count, share: Math.max(LEAST, 2 ** (round - total + 1)) };
    count = Math.ceil(count / 2);
    return planned;
  });
}

/**
 * Finds the best of many candidates by successive halving (Jamieson & Talwalkar 2016): all are scored on a small share of the
 * data, the better half on twice as much, and so on until one is left; the last round is on all of it.
 * @param score Scores a candidate on a share of the data; shares that grow hold each other.
 * @returns the rounds; the first entry of the last round is the best. Ties go to the candidate that was listed first.
 */
export async function successiveHalving(
  candidates: readonly string[],
  score: (candidate: string, share: number) => Promise<number>,
): Promise<Round[]> {
  const rounds: Round[] = [];
  let left: readonly string[] = candidates;
  for (const { share } of plannedRounds(candidates.length)) {
    const scores: { candidate: string; score: number }[] = [];
    for (const candidate of left) scores.push({ candidate, score: await score(candidate, share) });
    // A score of NaN comes last.
    const worth = (value: number) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value);
    scores.sort((a, b) => worth(b.score) - worth(a.score) || 0);
    rounds.push({ share, scores });
    left = scores.slice(0, Math.ceil(left.length / 2)).map(({ candidate }) => candidate);
  }
  return rounds;
}
