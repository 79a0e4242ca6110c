/**
 * Plans batches: sorts texts by length so that little is padded, and cuts them into groups of bounded token count.
 * Padding is the dominant cost on a CPU: sorted batches of 128–512 tokens ran 2.9× faster than batches of 32 in
 * submission order.
 */
import type { TokenisedPair } from './tokenise.ts';
import type { Device } from './types.ts';

/** One run of the graph: equal-length rows, padded with zeros at the end. */
export interface Batch {
  /** Int32Array [size × length]. */
  readonly ids: Int32Array<ArrayBuffer>;
  /** 1 for real tokens. Int32Array [size × length]. */
  readonly attentionMask: Int32Array<ArrayBuffer>;
  /** 1 for tokens in the mean. Int32Array [size × length]. */
  readonly poolingMask: Int32Array<ArrayBuffer>;
  readonly size: number;
  /** Tokens per row: the longest text's. */
  readonly length: number;
}

/** Limits of a batch. */
export interface BatchLimits {
  /** Tokens, padding included. */
  readonly tokens: number;
  readonly texts: number;
  /**
   * Length of a batch's shortest text as a fraction of its longest's: 1 pads nothing, 0.75 wastes at most a quarter of
   * the work.
   */
  readonly shortest: number;
}

/**
 * Groups texts by length: indices into `lengths`, longest batch first, so that the last batch to
 * finish on several workers is a short one. A text longer than the budget is a batch of its own.
 */
export function planBatches(lengths: ArrayLike<number>, limits: BatchLimits): number[][] {
  const order = Array.from({ length: lengths.length }, (_, i) => i);
  order.sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  const batches: number[][] = [];
  let current: number[] = [];
  let longest = 0;
  for (const index of order) {
    const full =
      current.length >= limits.texts ||
      (current.length + 1) * longest > limits.tokens ||
      lengths[index]! < limits.shortest * longest;
    if (current.length > 0 && full) {
      batches.push(current);
      current = [];
    }
    // In descending order the first text of a batch is its longest.
    if (current.length === 0) longest = lengths[index]!;
    current.push(index);
  }
  if (current.length > 0) batches.push(current);
  return batches;
}

export function padBatch(texts: readonly TokenisedPair[]): Batch {
  const size = texts.length;
  const length = texts.reduce((longest, text) => Math.max(longest, text.ids.length), 1);
  const ids = new Int32Array(size * length);
  const attentionMask = new Int32Array(size * length);
  const poolingMask = new Int32Array(size * length);
  for (const [row, text] of texts.entries()) {
    const start = row * length;
    const end = start + text.ids.length;
    ids.set(text.ids, start);
    attentionMask.fill(1, start, end);
    poolingMask.fill(1, start + text.masked, end);
  }
  return { ids, attentionMask, poolingMask, size, length };
}

/**
 * Returns how texts are grouped on a device. On WASM only texts of equal length share a batch: nothing is padded, so
 * nothing is wasted, and rows are bit-identical alone and together (a padded softmax sums in another order, and one
 * flipped int8 rounding grows through the layers). On a GPU the cost of a dispatch asks for larger batches, and no
 * activation is rounded; but one long text must not stretch sixty short ones.
 */
export function batchLimits(device: Device): BatchLimits {
  return device === 'webgpu'
    ? { tokens: 4096, texts: 64, shortest: 0.75 }
    : { tokens: 256, texts: 64, shortest: 1 };
}
