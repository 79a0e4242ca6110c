/** Cuts texts into chunks by the running model's tokens. */
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { giveTurn } from '../lib/turns.ts';
import { chunksOf, fitsBudget } from './chunks.ts';
import type { PairTokeniser } from './tokenise.ts';
import type { Split, SplitRequest } from './types.ts';

/** Part of a chunk that the next one repeats at most, unless another overlap is asked for. */
const OVERLAP = 0.15;
/** Part of the model's limit that is left for instructions which are written later. */
const ROOM = 1 / 16;
/** Fewest tokens of a chunk: fewer say little. */
const FEWEST = 8;

/** @param limit The model's limit in tokens, special tokens included. @throws AbortError; CheckpointError. */
export async function splitTexts(
  { texts, instructions, size, overlap }: SplitRequest,
  tokeniser: PairTokeniser,
  limit: number,
  signal?: AbortSignal,
): Promise<Split> {
  const special = tokeniser.count(['', '']);
  const counted = instructions.map((each) => [each, tokeniser.count([each, ''])] as const);
  const [instruction, around] = counted.reduce(
    (most, each) => (each[1] > most[1] ? each : most),
    ['', special],
  );
  const most = limit - Math.max(around, special + Math.ceil(limit * ROOM));
  const budget = Math.min(size ?? most, most);
  const counts = (base: number, of: number) => ({
    countTokens: (text: string) => tokeniser.count([instruction, text]) - base,
    budget: of,
    // A chunk that repeats more than half of the one before hardly goes on.
    overlap: Math.min(overlap ?? Math.floor(of * OVERLAP), Math.floor(of / 2)),
  });
  const whole = counts(0, limit);
  const chunk = counts(around, budget);
  const places: (Uint32Array | null)[] = [];
  let long = 0;
  for (const text of texts) {
    const own: number[] = [];
    try {
      const isLong = !surelyFits(text, limit - around) && !fitsBudget(text, whole);
      if (isLong) long += 1;
      const isCut = size === null ? isLong : !surelyFits(text, budget) && !fitsBudget(text, chunk);
      if (budget >= FEWEST && isCut) {
        for (const { start, end } of chunksOf(text, chunk)) {
          own.push(start, end);
          await giveTurn(signal);
        }
      }
    } catch (error) {
      // A text that cannot be tokenised is added as it is, and says so in its row.
      if (!(error instanceof CheckpointError)) throw error;
      own.length = 0;
    }
    places.push(own.length > 2 ? Uint32Array.from(own) : null);
    await giveTurn(signal);
  }
  return { most: most < FEWEST ? null : most, long, places };
}

/**
 * Whether a text has at most `budget` tokens without being tokenised, as most of a corpus do: a token has at least a
 * character, of ASCII even where texts are normalised, and some tokenisers put a space in front.
 */
function surelyFits(text: string, budget: number): boolean {
  return text.length < budget && ASCII.test(text);
}

const ASCII = /^[\t\n\r\x20-\x7e]*$/;
