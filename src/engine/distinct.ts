/** Removes repetition: each different pair is tokenised and encoded once, and its vector stands in all its places. */
import { pairKey } from '../lib/pair-key.ts';
import { nextTask } from '../lib/turns.ts';
import type { PairTokeniser, TokenisedPair } from './tokenise.ts';
import type { Encoded, Pair, Unread } from './types.ts';

/** Milliseconds of tokenising before other messages get a turn. */
const TOKENISE_SLICE_MS = 30;

interface Distinct {
  /** Different pairs, in the order of first occurrence. */
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
  signal?.throwIfAborted();
  let turn = performance.now();
  for (const pair of pairs) {
    if (performance.now() - turn > TOKENISE_SLICE_MS) {
      await nextTask();
      signal?.throwIfAborted();
      turn = performance.now();
    }
    const key = pairKey(pair[0], pair[1]);
    let index = seen.get(key);
    if (index === undefined) {
      index = texts.length;
      seen.set(key, index);
      texts.push(tokeniser.tokeniseOrRefuse(pair));
    }
    indexOf.push(index);
  }
  return { texts, indexOf };
}

/**
 * Makes the result for all pairs.
 * @param read Those of `texts` that the tokenizer could read.
 * @param vectors Their vectors, Float32Array [read × dim].
 */
export function encodedPairs(
  { texts, indexOf }: Distinct,
  read: readonly TokenisedPair[],
  vectors: Float32Array<ArrayBuffer>,
  dim: number,
): Encoded {
  const count = indexOf.length;
  const tokens = new Uint32Array(count);
  const masked = new Uint32Array(count);
  const truncated = new Uint8Array(count);
  const unread: (Unread | null)[] = [];
  const refused: (string | null)[] = [];
  for (const [row, index] of indexOf.entries()) {
    const text = texts[index]!;
    tokens[row] = text.ids.length;
    masked[row] = text.masked;
    truncated[row] = text.truncated ? 1 : 0;
    unread.push(text.unread);
    refused.push(text.refused);
  }
  const known = { dim, tokens, masked, truncated, unread, refused };
  if (read.length === count) return { ...known, vectors };
  const rowOf = new Map(read.map((text, row) => [text, row]));
  const rows = indexOf.map((index) => rowOf.get(texts[index]!));
  return { ...known, vectors: rowsAt(vectors, dim, rows) };
}

/** Puts each text's vector at every place that has the text; zeros for one that was not read. */
function rowsAt(
  vectors: Float32Array<ArrayBuffer>,
  dim: number,
  from: readonly (number | undefined)[],
): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(from.length * dim);
  for (const [row, index] of from.entries()) {
    if (index !== undefined) rows.set(vectors.subarray(index * dim, (index + 1) * dim), row * dim);
  }
  return rows;
}
