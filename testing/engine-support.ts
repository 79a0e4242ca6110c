/** Runners for tests: real implementations of {@link Runner} that are slow or fail on demand. */
import type { Batch } from '../src/engine/batch.ts';
import type { Runner } from '../src/engine/runner.ts';
import type { TokenisedPair } from '../src/engine/tokenise.ts';

/** A text of `length` tokens, all of them `id`. */
export function textOf(id: number, length: number): TokenisedPair {
  return {
    ids: new Int32Array(length).fill(id),
    masked: 0,
    truncated: false,
    unread: null,
    refused: null,
  };
}

/** {@link SumRunner}'s vector for a text: the sum and the number of its ids. */
export function sumVector({ ids }: TokenisedPair): number[] {
  return [ids.reduce((sum, id) => sum + id, 0), ids.length];
}

export const SUM_DIM = 2;

/** Embeds with {@link sumVector}; `before` runs ahead of each batch and may wait or throw. */
export class SumRunner implements Runner {
  readonly batches: Batch[] = [];
  closed = false;

  constructor(
    private readonly before: (batch: Batch, count: number) => void | Promise<void> = () => {},
  ) {}

  async run(batch: Batch): Promise<Float32Array> {
    this.batches.push(batch);
    await this.before(batch, this.batches.length);
    const vectors = new Float32Array(batch.size * SUM_DIM);
    for (let i = 0; i < batch.ids.length; i++) {
      const row = Math.trunc(i / batch.length);
      vectors[row * SUM_DIM]! += batch.ids[i]! * batch.attentionMask[i]!;
      vectors[row * SUM_DIM + 1]! += batch.attentionMask[i]!;
    }
    return vectors;
  }

  close(): void {
    this.closed = true;
  }
}

/** A gate at which batches wait; `open` lets one through. */
export class Gate {
  readonly #waiting: (() => void)[] = [];

  wait(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Lets the oldest waiting batch through, and gives the scheduler its turn. */
  async open(): Promise<void> {
    const next = this.#waiting.shift();
    if (next === undefined) throw new Error('no batch waits at the gate');
    next();
    await new Promise((resolve) => setTimeout(resolve));
  }
}
