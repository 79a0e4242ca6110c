/** Vectors that someone else computed: kept in this browser from a file, found by the mark in place of an instruction. */
import type { Pair } from '../../engine/types.ts';
import type { Vectors } from '../../vectors/client.ts';
import type { Origin, Recalled } from '../../vectors/kept/types.ts';
import { NO_ROW } from '../../vectors/types.ts';
import type { EmbeddedText } from '../../vectors/vector-cache.ts';
import { type Given, givenBy } from '../../workspace/given.ts';
import { recallKept } from './embedding-run.ts';

/** Origin of the vectors of a file, whatever model runs. */
export function originOf({ fingerprint }: Omit<Given, 'file'>, file: string): Origin {
  return {
    model: file,
    fingerprint: `given:${fingerprint}`,
    precision: 'float32',
    device: 'given',
  };
}

/** Entry of a text that the file has no vector for. */
function absentOf({ dim }: Omit<Given, 'file'>): EmbeddedText {
  return {
    ...{ row: NO_ROW, dim, tokens: 1, masked: 0, truncated: false },
    ...{ without: 'given', unread: null, refused: null },
  };
}

/**
 * Takes the pairs whose vectors come from files: those that are kept, and of the others that there is none.
 * @returns The pairs for the model.
 * @throws AbortError on cancel.
 */
export async function takeGiven(
  vectors: Pick<Vectors, 'recall'>,
  missing: readonly Pair[],
  {
    signal,
    take,
    absent,
  }: {
    readonly signal: AbortSignal;
    readonly take: (found: Recalled, pairs: readonly Pair[]) => void;
    readonly absent: (pair: Pair, entry: EmbeddedText) => void;
  },
): Promise<Pair[]> {
  const ofModel: Pair[] = [];
  const byMark = new Map<string, Pair[]>();
  for (const pair of missing) {
    const [instruction] = pair;
    if (givenBy(instruction) === null) {
      ofModel.push(pair);
      continue;
    }
    const known = byMark.get(instruction);
    if (known === undefined) byMark.set(instruction, [pair]);
    else known.push(pair);
  }
  for (const [mark, pairs] of byMark) {
    const given = givenBy(mark)!;
    const how = { signal, looked: () => undefined, take };
    const rest = await recallKept(vectors, originOf(given, ''), pairs, how);
    for (const pair of rest) absent(pair, absentOf(given));
  }
  return ofModel;
}
