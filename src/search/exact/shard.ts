import type { Steps } from '../../analysis/steps.ts';
import { Contest } from './contest.ts';
import { Kernel } from './kernel.ts';
import { type Query, quantiseRow, SLACK } from './quantise.ts';

/** Bytes of rows in one block: they stay in a core's cache while every query looks at them. */
const BLOCK_BYTES = 128 * 1024;
/** Multiply-adds between two yields: a few milliseconds. */
const WORK = 48_000_000;

/** Rows that are looked for. */
export interface Among {
  /** Rows with a 1; all where undefined. */
  readonly only?: Uint8Array | undefined;
  /** Group of each row, of which only the best counts. */
  readonly groups?: Uint32Array | undefined;
}

/** Part of the rows of a set, as int8 with a bound of each row's error. */
export class Shard {
  readonly count: number;
  readonly dim: number;
  readonly #width: number;
  readonly #block: number;
  readonly #kernel: Kernel;
  readonly #rows: Int8Array;
  readonly #query: Int16Array;
  readonly #dots: Int32Array;
  /** NaN for a row without a direction, as in `#errors`: no bound of it ever compares. */
  readonly #scales: Float32Array;
  readonly #errors: Float32Array;
  readonly #nowhere: number[] = [];

  constructor(count: number, dim: number) {
    this.count = count;
    this.dim = dim;
    // As the kernel wants them: 16 columns and 4 rows at a time.
    this.#width = Math.ceil(dim / 16) * 16;
    const padded = Math.ceil(count / 4) * 4;
    this.#block = Math.max(4, Math.floor(BLOCK_BYTES / Math.max(1, this.#width) / 4) * 4);
    const rowBytes = padded * this.#width;
    const dotsAt = rowBytes + 2 * this.#width;
    this.#kernel = new Kernel(dotsAt + 4 * this.#block);
    const { buffer } = this.#kernel.memory;
    this.#rows = new Int8Array(buffer, 0, rowBytes);
    this.#query = new Int16Array(buffer, rowBytes, this.#width);
    this.#dots = new Int32Array(buffer, dotsAt, this.#block);
    this.#scales = new Float32Array(count);
    this.#errors = new Float32Array(count);
  }

  /** Rows without a direction, ascending. */
  get nowhere(): readonly number[] {
    return this.#nowhere;
  }

  /** Quantises rows, Float32Array [n × dim], into the places from `first` on. @throws SearchError */
  fill(first: number, rows: Float32Array): void {
    const { dim } = this;
    for (let i = 0; i * dim < rows.length; i++) {
      const at = first + i;
      const { scale, error } = quantiseRow(rows, i * dim, dim, this.#rows, at * this.#width);
      this.#scales[at] = scale;
      // As float32, and never less than it was.
      this.#errors[at] = error * (1 + 1e-6);
      if (Number.isNaN(scale)) this.#nowhere.push(at);
    }
  }

  /** Finds, for each query, the rows that may be among its k best, or the best of its k best groups. */
  *contest(queries: readonly Query[], k: number, { only, groups }: Among): Steps<Contest[]> {
    const contests = queries.map(() => new Contest(k, groups));
    let work = 0;
    for (let from = 0; from < this.count; from += this.#block) {
      for (const [at, query] of queries.entries()) {
        if (!query.hasDirection) continue;
        this.#multiply(from, query);
        this.#judge(from, query, contests[at]!, only);
        work += this.#block * this.#width;
        if (work < WORK) continue;
        work = 0;
        yield (from + (this.#block * (at + 1)) / queries.length) / this.count;
      }
    }
    return contests;
  }

  /**
   * Calls `onSure` for each row whose cosine with the query is surely above `cosine`.
   * @returns The rows that may be above it or equal to it.
   */
  *above(query: Query, cosine: number, onSure: (row: number) => void): Steps<number[]> {
    const maybe: number[] = [];
    const blocks = Math.max(1, Math.floor(WORK / (this.#block * Math.max(1, this.#width))));
    for (let from = 0, block = 1; from < this.count; from += this.#block, block++) {
      this.#multiply(from, query);
      const to = Math.min(from + this.#block, this.count);
      for (let i = from; i < to; i++) {
        const about = this.#dots[i - from]! * this.#scales[i]! * query.step;
        const error = this.#errors[i]! * (1 + query.error) + query.error + SLACK;
        if (about - error > cosine) onSure(i);
        else if (about + error >= cosine) maybe.push(i);
      }
      if (block % blocks === 0) yield to / this.count;
    }
    return maybe;
  }

  /** Computes the dot products of the block of rows that begins at `from`. */
  #multiply(from: number, { quantised }: Query): void {
    this.#query.fill(0);
    this.#query.set(quantised);
    const count = Math.min(this.#block, Math.ceil((this.count - from) / 4) * 4);
    const { byteOffset: query } = this.#query;
    const { byteOffset: out } = this.#dots;
    this.#kernel.dots(from * this.#width, count, this.#width, query, out);
  }

  #judge(from: number, query: Query, contest: Contest, only?: Uint8Array): void {
    const [dots, scales, errors] = [this.#dots, this.#scales, this.#errors];
    const { step, error } = query;
    const [times, plus] = [1 + error, error + SLACK];
    const to = Math.min(from + this.#block, this.count);
    let { threshold } = contest;
    for (let i = from; i < to; i++) {
      const about = dots[i - from]! * scales[i]! * step;
      const bound = errors[i]! * times + plus;
      if (!(about + bound >= threshold)) continue;
      if (only !== undefined && only[i] !== 1) continue;
      contest.take(i, about - bound, about + bound);
      threshold = contest.threshold;
    }
  }
}
