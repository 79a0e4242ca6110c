/** Measures contenders in interleaved rounds, so that a busy minute hurts all of them alike. */
import { agreement, type Spread, spread } from './statistics.ts';

/** One configuration that embeds texts. */
export interface Contender {
  readonly name: string;
  /** Group; facet-threads is a configuration that the page does not use, measured to show why. */
  readonly group: 'facet' | 'facet-threads' | 'transformers.js' | 'native';
  readonly precision: 'fp32' | 'int8';
  /** Texts per batch, "all" for the whole list at once, null if the contender chooses. */
  readonly batch: number | 'all' | null;
  /** Embeds the texts; returns milliseconds. */
  embed(texts: readonly string[]): Promise<number>;
  /** Vectors of the last `embed`, row-major. */
  vectors(): Promise<Float32Array>;
}

export interface Result extends Omit<Contender, 'embed' | 'vectors'> {
  readonly textsPerSecond: Spread;
  /** Cosine with the fp32 reference. */
  readonly accuracy: { readonly mean: number; readonly worst: number };
}

export interface Failure {
  readonly name: string;
  readonly reason: string;
}

/** Reference vectors [n × dim]. */
export interface Reference {
  readonly vectors: Float32Array;
  readonly dim: number;
}

/** @param referenceOf Reference for a contender's vectors. */
export async function measure(
  contenders: readonly Contender[],
  texts: readonly string[],
  referenceOf: (contender: Contender) => Reference,
  rounds: number,
): Promise<{ readonly results: readonly Result[]; readonly failures: readonly Failure[] }> {
  const failures: Failure[] = [];
  const accuracies = new Map<Contender, Result['accuracy']>();
  // The warm-up round also checks the vectors: the speed of wrong ones does not count.
  for (const contender of contenders) {
    console.log(`Warm-up: ${contender.name}`);
    try {
      await contender.embed(texts);
      const { vectors, dim } = referenceOf(contender);
      accuracies.set(contender, agreement(await contender.vectors(), vectors, dim));
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0]! : String(error);
      failures.push({ name: contender.name, reason });
    }
  }
  const running = [...accuracies.keys()];
  const times = new Map(running.map((contender) => [contender, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    console.log(`Round ${round + 1} of ${rounds}`);
    for (let place = 0; place < running.length; place++) {
      // Each round starts with another contender, so that none is always first.
      const contender = running[(place + round) % running.length]!;
      times.get(contender)!.push(await contender.embed(texts));
    }
  }
  const results = running.map((contender): Result => {
    const { name, group, precision, batch } = contender;
    const textsPerSecond = spread(times.get(contender)!.map((ms) => (texts.length * 1000) / ms));
    return {
      name,
      group,
      precision,
      batch,
      textsPerSecond,
      accuracy: accuracies.get(contender)!,
    };
  });
  return { results, failures };
}
