/** Simulations of what the intervals and tests of src/evaluation promise. */
import { finish } from '../src/analysis/steps.ts';
import { pearsonOf, spearmanOf } from '../src/evaluation/measures/correlation.ts';
import { averagePrecisionOf } from '../src/evaluation/measures/pairs.ts';
import { meanOf, type Statistic } from '../src/evaluation/measures/statistic.ts';
import { bcaInterval } from '../src/evaluation/statistics/bootstrap.ts';
import { compareSystems } from '../src/evaluation/statistics/compare.ts';
import { logitInterval } from '../src/evaluation/statistics/logit-interval.ts';
import { seededRandom } from '../src/lib/random.ts';

type Random = () => number;
/** Box & Muller (1958). */
const normal = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** A measure of drawn units whose true value is known. */
interface Drawn {
  readonly name: string;
  readonly truth: () => number;
  readonly statistic: (units: number, random: Random) => Statistic;
  readonly interval?: 'logit';
}

const NOISE = 0.8;
const CORRELATION = 1 / Math.sqrt(1 + NOISE ** 2);
const GAINS = Array.from({ length: 9 }, (_, i) => 1 / Math.log2(2 + i));

export const MEASURES: readonly Drawn[] = [
  {
    name: 'accuracy',
    truth: () => 0.8,
    statistic: (units, random) => meanOf(Array.from({ length: units }, () => +(random() < 0.8))),
  },
  {
    // Many queries at 1, many at 0, the rest between: as nDCG@10.
    name: 'nDCG',
    truth: () => 0.3 + (0.4 / 9) * GAINS.reduce((sum, gain) => sum + gain, 0),
    statistic: (units, random) =>
      meanOf(
        Array.from({ length: units }, () => {
          const kind = random();
          return kind < 0.3 ? 0 : kind < 0.6 ? 1 : GAINS[Math.floor(random() * 9)]!;
        }),
      ),
  },
  {
    name: 'Pearson',
    truth: () => CORRELATION,
    statistic: (units, random) => correlated(units, random, pearsonOf),
  },
  {
    name: 'Spearman',
    truth: () => (6 / Math.PI) * Math.asin(CORRELATION / 2),
    statistic: (units, random) => correlated(units, random, spearmanOf),
  },
  {
    name: 'average precision',
    // Of very many units: it has no closed form.
    truth: () => precision(200_000, seededRandom(1))(new Float64Array(200_000).fill(1)),
    statistic: precision,
    interval: 'logit',
  },
];

function precision(units: number, random: Random): Statistic {
  const alike = Array.from({ length: units }, () => random() < 0.4);
  return averagePrecisionOf(
    alike.map((each) => normal(random) + (each ? 1.2 : 0)),
    alike,
  );
}

function correlated(units: number, random: Random, of: typeof pearsonOf): Statistic {
  const a = Array.from({ length: units }, () => normal(random));
  return of(
    a,
    a.map((value) => value + NOISE * normal(random)),
  );
}

/** @returns the share of intervals of `level` 0.95 that hold the true value. */
export function coverage(
  { statistic, truth, interval }: Drawn,
  sizes: { readonly units: number; readonly runs: number; readonly resamples: number },
  seed: number,
): number {
  const { units, runs, resamples } = sizes;
  const value = truth();
  const random = seededRandom(seed);
  let held = 0;
  for (let run = 0; run < runs; run++) {
    const drawn = statistic(units, random);
    const { low, high } = finish(
      interval === 'logit'
        ? logitInterval(drawn, units)
        : bcaInterval(drawn, units, { resamples, seed: seed + run }),
    );
    if (low <= value && value <= high) held += 1;
  }
  return held / runs;
}

/**
 * Compares equally good systems: each is right by chance on the same units, some of which are easier.
 * @returns the shares of runs with a winner, and with any pair found different.
 */
export function falseFindings(
  sizes: {
    readonly systems: number;
    readonly units: number;
    readonly runs: number;
    readonly permutations: number;
  },
  seed: number,
): { readonly winners: number; readonly anyPair: number } {
  const { systems, units, runs, permutations } = sizes;
  const random = seededRandom(seed);
  let [winners, anyPair] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const ease = Array.from({ length: units }, () => 0.3 + 0.6 * random());
    const compared = Array.from({ length: systems }, () => ({
      name: 'texts',
      count: units,
      statistic: meanOf(ease.map((each) => +(random() < each))),
    }));
    const found = finish(
      compareSystems(compared, { resamples: 1, permutations, seed: seed + run }),
    );
    if (found.winner !== null) winners += 1;
    if (found.tests.some(({ adjusted }) => adjusted <= 0.05)) anyPair += 1;
  }
  return { winners: winners / runs, anyPair: anyPair / runs };
}
