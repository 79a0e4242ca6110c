/** Parts of a run of embedding: its chunks, its progress, what it brings. */
import type { Pair, Stored } from '../engine/types.ts';
import type { Run } from '../jobs/jobs.ts';
import { paceOf } from '../jobs/pace.ts';
import type { PairMap } from '../lib/pair-map.ts';
import type { EmbeddedText, WhyWithout } from '../vectors/vector-cache.ts';

/** Texts sent to the engine in one call: what a cancelled run can lose. */
const CHUNK = 512;
/** Characters sent in one call, unless one text has more: copying them to the worker holds up the page. */
const CHUNK_LENGTH = 500_000;

/** Wanted pairs that have no vector. */
export interface Missing {
  readonly missing: readonly Pair[];
  readonly pairs: PairMap<true>;
  /** Sum of their lengths, in characters. */
  readonly length: number;
  /** The run that brings all of them; null where none does. */
  readonly running: object | null;
}

export function lengthOf(instruction: string, text: string): number {
  return instruction.length + text.length + 1;
}

/** The chunk that begins at `start`: up to `CHUNK` pairs of up to `CHUNK_LENGTH` characters, and at least one. */
export function chunkFrom(missing: readonly Pair[], start: number) {
  let end = start;
  let chunkLength = 0;
  while (end < missing.length && end - start < CHUNK) {
    const [instruction, text] = missing[end]!;
    const next = lengthOf(instruction, text);
    if (end > start && chunkLength + next > CHUNK_LENGTH) break;
    chunkLength += next;
    end += 1;
  }
  return { end, chunkLength };
}

/** The time left is by length of text, and the rate by count: so many texts a second is what a person expects. */
export function report(job: Run, startedAt: number) {
  return (done: number, total: number, fraction: number) => {
    const elapsedMs = performance.now() - startedAt;
    const { secondsLeft } = paceOf({ done: fraction, total: 1, elapsedMs });
    const { rate } = paceOf({ done, total, elapsedMs });
    job.report({ done, total, fraction, rate, secondsLeft });
  };
}

export function entryOf(stored: Stored, index: number): EmbeddedText {
  return {
    row: stored.first + index,
    dim: stored.dim,
    tokens: stored.tokens[index] ?? 0,
    masked: stored.masked[index] ?? 0,
    truncated: stored.truncated[index] === 1,
    unread: stored.unread[index] ?? null,
    refused: stored.refused[index] ?? null,
    without: whyWithout(stored, index),
  };
}

/** A mean over start and end tokens alone is a vector all the same, as the package gives it. */
function whyWithout(
  { tokens, masked, unread, refused, zeros }: Stored,
  index: number,
): WhyWithout | null {
  if ((refused[index] ?? null) !== null) return 'refused';
  if ((masked[index] ?? 0) >= (tokens[index] ?? 0)) return unread[index] ?? 'zero';
  return zeros[index] === 1 ? 'zero' : null;
}
