/** Goals of the benchmark, and whether the measured figures reach them. */
import type { Result } from './measure.ts';
import type { Spread } from './statistics.ts';

export interface Goal {
  readonly name: string;
  readonly wanted: string;
  readonly measured: string;
  readonly reached: boolean;
}

export interface Latencies {
  /** Milliseconds from navigation to the first vector, with nothing cached. */
  readonly coldLoad: Spread;
  /** Milliseconds from navigation to the first vector, with everything cached. */
  readonly warmLoad: Spread;
  /** Milliseconds to embed one changed text of fifty. */
  readonly editOne: Spread;
}

/** Means closer than this count as equally accurate, because fp32 differs by rounding alone. */
const ROUNDING = 1e-6;

export function checkGoals(results: readonly Result[], facet: Latencies): Goal[] {
  const theirs = results.filter(({ group }) => group === 'transformers.js');
  const batch32 = theirs.filter(({ batch }) => batch === 32);
  const native = fastest(results.filter(({ group }) => group === 'native'));
  // Their fastest at either precision: the difference is within the noise, and fp32 would leave out Facet's int8.
  const best = (wanted: Result['precision']) =>
    fastest(theirs.filter(({ precision }) => precision === wanted));
  const goals: Goal[] = [
    beats(results, best('int8'), 1.5, "transformers.js' best q8 setting"),
    beats(results, best('fp32'), 1.5, "transformers.js' best fp32 setting"),
    beats(results, fastest(batch32), 3, "transformers.js' batches of 32"),
  ];
  if (native !== undefined) {
    const same = results.find(
      ({ group, precision }) => group === 'facet' && precision === native.precision,
    );
    goals.push(ratioGoal('Share of native ONNX Runtime, same graph', same, native, 0.35));
  }
  const pool = results.find(({ group, precision }) => group === 'facet' && precision === 'int8');
  const threads = results.find(({ group }) => group === 'facet-threads');
  goals.push(
    ratioGoal('Pool of workers against threads', pool, threads, 1),
    latencyGoal('Warm load', facet.warmLoad, 1000),
    latencyGoal('Edit one of fifty', facet.editOne, 100),
  );
  return goals;
}

/** Facet's fastest configuration that is at least as accurate as the rival. */
function beats(
  results: readonly Result[],
  rival: Result | undefined,
  factor: number,
  what: string,
): Goal {
  const fair = results.filter(
    ({ group, accuracy }) =>
      group === 'facet' && rival !== undefined && accuracy.mean >= rival.accuracy.mean - ROUNDING,
  );
  return ratioGoal(`Speed against ${what}, equal or better accuracy`, fastest(fair), rival, factor);
}

function ratioGoal(
  name: string,
  own: Result | undefined,
  rival: Result | undefined,
  factor: number,
): Goal {
  const wanted = `≥ ${factor}×`;
  if (own === undefined || rival === undefined) {
    const missing = rival === undefined ? 'nothing to compare with' : 'no way as accurate';
    return { name, wanted, measured: missing, reached: false };
  }
  const ratio = own.textsPerSecond.median / rival.textsPerSecond.median;
  return {
    name,
    wanted,
    measured: `${ratio.toFixed(2)}× (${own.name} against ${rival.name})`,
    reached: ratio >= factor,
  };
}

function latencyGoal(name: string, { median }: Spread, limit: number): Goal {
  return {
    name,
    wanted: `≤ ${limit} ms`,
    measured: `${Math.round(median)} ms`,
    reached: median <= limit,
  };
}

function fastest(results: readonly Result[]): Result | undefined {
  return results.toSorted((a, b) => b.textsPerSecond.median - a.textsPerSecond.median)[0];
}
