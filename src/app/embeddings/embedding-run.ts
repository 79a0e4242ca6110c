/** Parts of an embedding run: its chunks, its progress, its results. */
import type { Engine, Pair, Stored } from '../../engine/types.ts';
import type { Run } from '../../jobs/jobs.ts';
import { paceOf } from '../../jobs/pace.ts';
import { isAbort } from '../../lib/errors.ts';
import type { PairMap } from '../../lib/pair-map.ts';
import type { Vectors } from '../../vectors/client.ts';
import type { Origin, Recalled } from '../../vectors/kept/types.ts';
import type { EmbeddedText, MissingPairs, WhyWithout } from '../../vectors/vector-cache.ts';

/**
 * Texts in the first call to the engine. A killed page can lose one call, so the first is small; each later one takes a
 * second or a few, because more frequent barriers would cost speed.
 */
const FIRST_CHUNK = 64;
const CHUNK = { fewest: 16, most: 512, shortMs: 1000, longMs: 4000 };
/** Characters sent in one call, unless one text has more: copying them to the worker holds up the page. */
const CHUNK_LENGTH = 500_000;

/** Texts up to which a run is interactive: a person waits for it after an edit. */
export const INTERACTIVE = 64;
/** Pairs from which on the search among the kept vectors is shown as a job. */
export const LONG_RECALL = 4096;
/** Pairs looked up there in one call: copying them to the worker takes some milliseconds of the page's thread. */
const RECALLED = 1024;

/** Tokens that a run needs before its speed says how fast the device is. */
const TELLING_TOKENS = 300;
/** Pairs looked at between two turns. */
const LOOKED_AT = 4096;

/** A run of embedding. */
export interface Running {
  readonly controller: AbortController;
  readonly pairs: PairMap<true>;
  /** Null while the run looks for kept vectors. */
  job: Run | null;
}

/** Wanted pairs that have no vector. */
export interface Missing extends MissingPairs {
  /** The run that brings all of them; null without one. */
  readonly running: Running | null;
}

/**
 * Finds wanted pairs without a vector, in steps of a few milliseconds.
 * @param looking Searches the cache for them.
 * @param running The run in progress.
 */
export function* findMissing(
  looking: Generator<undefined, MissingPairs>,
  running: () => Running | null,
): Generator<undefined, Missing> {
  const found = yield* looking;
  let bringsAll = running();
  for (const [at, [instruction, text]] of found.missing.entries()) {
    if (bringsAll === null) break;
    if (at % LOOKED_AT === LOOKED_AT - 1) yield;
    if (!bringsAll.pairs.get(instruction, text)) bringsAll = null;
  }
  return { ...found, running: bringsAll };
}

function lengthOf(instruction: string, text: string): number {
  return instruction.length + text.length + 1;
}

/**
 * Returns the chunk that begins at `start`: up to `most` pairs of up to `CHUNK_LENGTH` characters, and at least one.
 */
function chunkFrom(missing: readonly Pair[], start: number, most: number) {
  let end = start;
  let chunkLength = 0;
  while (end < missing.length && end - start < most) {
    const [instruction, text] = missing[end]!;
    const next = lengthOf(instruction, text);
    if (end > start && chunkLength + next > CHUNK_LENGTH) break;
    chunkLength += next;
    end += 1;
  }
  return { end, chunkLength };
}

/** Reports progress. The time left goes by length of text, the rate by count: a person expects texts a second. */
export function report(job: Run, startedAt: number): Told {
  return (done, total, fraction) => {
    const elapsedMs = performance.now() - startedAt;
    const { secondsLeft } = paceOf({ done: fraction, total: 1, elapsedMs });
    const { rate } = paceOf({ done, total, elapsedMs });
    job.report({ done, total, fraction, rate, secondsLeft });
  };
}

/** @param index Of the text in what is said of it; its row is the one of the same index. */
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

/**
 * Says why a text has no vector of its own. A mean over start and end tokens alone stays a vector, as in the package.
 */
function whyWithout(
  { tokens, masked, unread, refused, zeros }: Stored,
  index: number,
): WhyWithout | null {
  if ((refused[index] ?? null) !== null) return 'refused';
  if ((masked[index] ?? 0) >= (tokens[index] ?? 0)) return unread[index] ?? 'zero';
  return zeros[index] === 1 ? 'zero' : null;
}

/**
 * Looks for pairs among the vectors kept in this browser, in steps that leave the page its turn.
 * @param take Takes the pairs that a step found.
 * @returns The pairs that are not kept: all of them where the browser's storage fails.
 * @throws AbortError on cancel.
 */
export async function recallKept(
  vectors: Pick<Vectors, 'recall'>,
  origin: Origin,
  missing: readonly Pair[],
  {
    signal,
    looked,
    take,
  }: {
    readonly signal: AbortSignal;
    /** Called after each step with the number of pairs looked up. */
    readonly looked: (done: number) => void;
    readonly take: (found: Recalled, pairs: readonly Pair[]) => void;
  },
): Promise<Pair[]> {
  const rest: Pair[] = [];
  for (let start = 0; start < missing.length; ) {
    const { end } = chunkFrom(missing, start, RECALLED);
    const pairs = missing.slice(start, end);
    const found = await vectors.recall(origin, pairs, signal).catch((error: unknown) => {
      if (isAbort(error)) throw error;
      return null;
    });
    signal.throwIfAborted();
    const at = new Set(found?.at);
    rest.push(...pairs.filter((_, index) => !at.has(index)));
    if (found !== null) take(found, pairs);
    looked(end);
    start = end;
  }
  return rest;
}

/** Returns the number of texts for the next call, after one of `most` texts that took `ms`. */
function nextChunk(most: number, ms: number): number {
  if (ms < CHUNK.shortMs) return Math.min(most * 2, CHUNK.most);
  return ms > CHUNK.longMs ? Math.max(most / 2, CHUNK.fewest) : most;
}

export type Told = (done: number, total: number, fraction: number) => void;

/**
 * Embeds pairs, chunk by chunk.
 * @returns The number of tokens read.
 * @throws AbortError on cancel; the engine's errors.
 */
export async function embedMissing(
  engine: Pick<Engine, 'store'>,
  missing: readonly Pair[],
  {
    signal,
    told,
    keep,
    isThere,
    take,
    stepped,
  }: {
    readonly signal: AbortSignal;
    readonly told: Told;
    /** Whether the vectors go to the disk. */
    readonly keep: boolean;
    readonly isThere: (pair: Pair) => boolean;
    readonly take: (stored: Stored, chunk: readonly Pair[]) => void;
    /** Called after each chunk. */
    readonly stepped: () => void;
  },
): Promise<number> {
  const priority = missing.length <= INTERACTIVE ? 'interactive' : 'bulk';
  const length = missing.reduce((sum, [i, text]) => sum + lengthOf(i, text), 0);
  let finishedLength = 0;
  let most = FIRST_CHUNK;
  let tokens = 0;
  told(0, missing.length, 0);
  for (let finished = 0; finished < missing.length; ) {
    const { end, chunkLength } = chunkFrom(missing, finished, most);
    // The run before this one may have embedded some after they were found missing.
    const chunk = missing.slice(finished, end).filter((pair) => !isThere(pair));
    const before = finished;
    const began = performance.now();
    if (chunk.length > 0) {
      const stored = await engine.store(chunk, {
        ...{ signal, priority, keep },
        onProgress: ({ done, tokensDone, tokensTotal }) => {
          if (signal.aborted) return;
          const part = tokensTotal > 0 ? tokensDone / tokensTotal : 0;
          told(before + done, missing.length, (finishedLength + part * chunkLength) / length);
        },
      });
      signal.throwIfAborted();
      tokens += stored.tokens.reduce((sum, count) => sum + count, 0);
      take(stored, chunk);
    }
    most = nextChunk(most, performance.now() - began);
    finished = end;
    finishedLength += chunkLength;
    stepped();
  }
  return tokens;
}

/**
 * Returns tokens a second of the fastest run so far, after one that read `tokens` in `ms`; null before a run long
 * enough.
 */
export function fastest(before: number | null, tokens: number, ms: number): number | null {
  return tokens < TELLING_TOKENS ? before : Math.max(tokens / (ms / 1000), before ?? 0);
}
