/** Repeated pairs cost nothing: each different one is tokenised and encoded once, and its vector stands in all its places. */
import { pairKey } from '../lib/pair-key.ts';
import { nextTask } from '../lib/turns.ts';
import type { PairTokeniser, TokenisedPair } from './tokenise.ts';
import type { Encoded, Pair, Unread } from './types.ts';

/** Texts tokenised before other messages get a turn. */
const TOKENISE_SLICE = 256;

interface Distinct {
  /** The different pairs, in the order in which they are met. */
  readonly texts: readonly TokenisedPair[];
  /** Index in `texts` of each pair. */
  readonly indexOf: readonly number[];
}

/** @throws the signal's reason once it is aborted. */
export async function tokeniseOnce(
  tokeniser: PairTokeniser,
  pairs: readonly Pair[],
  signal: AbortSignal | undefined,
): Promise<Distinct> {
  const seen = new Map<string, number>();
  const texts: TokenisedPair[] = [];
  const indexOf: number[] = [];
  for (const [i, pair] of pairs.entries()) {
    if (i % TOKENISE_SLICE === 0) {
      signal?.throwIfAborted();
      if (i > 0) await nextTask();
    }
    const key = pairKey(pair[0], pair[1]);
    let index = seen.get(key);
    if (index === undefined) {
      index = texts.length;
      seen.set(key, index);
      texts.push(tokeniser.tokenise(pair));
    }
    indexOf.push(index);
  }
  return { texts, indexOf };
}

/** The result for all pairs. @param vectors Those of `texts`, Float32Array [texts × dim]. */
export function encodedPairs(
  { texts, indexOf }: Distinct,
  vectors: Float32Array<ArrayBuffer>,
  dim: number,
): Encoded {
  const count = indexOf.length;
  const tokens = new Uint32Array(count);
  const masked = new Uint32Array(count);
  const truncated = new Uint8Array(count);
  const unread: (Unread | null)[] = [];
  for (const [row, index] of indexOf.entries()) {
    const text = texts[index]!;
    tokens[row] = text.ids.length;
    masked[row] = text.masked;
    truncated[row] = text.truncated ? 1 : 0;
    unread.push(text.unread);
  }
  const rows = texts.length === count ? vectors : rowsAt(vectors, dim, indexOf);
  return { vectors: rows, dim, tokens, masked, truncated, unread };
}

/** Each text's vector at every place that has the text. */
function rowsAt(
  vectors: Float32Array<ArrayBuffer>,
  dim: number,
  indexOf: readonly number[],
): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(indexOf.length * dim);
  for (const [row, index] of indexOf.entries()) {
    rows.set(vectors.subarray(index * dim, (index + 1) * dim), row * dim);
  }
  return rows;
}
