/**
 * Checks token ids by a second reading. A wrong tokeniser gives plausible vectors, and a canary computed from the same
 * ids agrees with them: only another file of the folder, read by other code, can tell.
 */

import type { Checkpoint } from '../encoders/open-checkpoint.ts';
import { isolated } from '../lib/isolate.ts';
import { giveTurn } from '../lib/turns.ts';
import { ReferenceTokenizer } from '../tokenizer/tokenizer.ts';
import { UnigramWitness } from '../tokenizer/witness/unigram.ts';
import { WordPieceWitness } from '../tokenizer/witness/word-piece.ts';
import { CANARY_PAIRS } from './calibration.ts';

/** First text on which the two readings differ. */
export interface TokenDoubt {
  /** The file that disagrees with tokenizer.json and its settings. */
  readonly file: string;
  readonly text: string;
  readonly ids: readonly number[];
  /** Ids by the other file; null for a piece that it lacks. */
  readonly other: readonly (number | null)[];
}

/** Texts besides the canary's: settings of a tokeniser change these. */
const TEXTS = [
  'The Quick Brown FOX jumps over 13 lazy dogs.',
  'café naïve Ångström résumé ÉCOLE',
  '我们在河边散步',
  'Berlin 東京 2024',
  'don’t re-do x_y (a+b)/2 = 50%',
];

/**
 * @returns null where both agree, or the folder has no second file.
 * @throws CheckpointError if that file is damaged.
 */
export async function tokenDoubt(
  checkpoint: Checkpoint,
  signal?: AbortSignal,
): Promise<TokenDoubt | null> {
  const witness = await checkpoint.witness(signal);
  if (witness === null) return null;
  const { tokenizerJson, tokenizerConfig, input } = checkpoint;
  const tokenizer = new ReferenceTokenizer(tokenizerJson, tokenizerConfig);
  const second =
    witness.kind === 'vocabulary'
      ? new WordPieceWitness(witness.text, settingsOf(checkpoint, witness.configured))
      : new UnigramWitness(witness.file, witness.bytes, witness.fairseq);
  const canary = CANARY_PAIRS.map(([instruction, text]) => instruction + text);
  for (const written of [...TEXTS, ...canary]) {
    await giveTurn(signal);
    const text = input.lowercase ? written.toLowerCase() : written;
    const ids = tokenizer.encode(text);
    const other = second.encode(text);
    if (ids.length !== other.length || ids.some((id, i) => id !== other[i])) {
      return { file: witness.file, text, ids, other };
    }
  }
  return null;
}

/** Returns BERT's settings from tokenizer_config.json, with the defaults of its class; or tokenizer.json's. */
function settingsOf({ tokenizerJson, tokenizerConfig }: Checkpoint, configured: boolean) {
  const config = tokenizerConfig as Record<string, unknown>;
  const { normalizer } = tokenizerJson as { normalizer?: Record<string, unknown> | null };
  const from = configured
    ? {
        lowercase: config.do_lower_case,
        accents: config.strip_accents,
        ideographs: config.tokenize_chinese_chars,
      }
    : {
        lowercase: normalizer?.lowercase,
        accents: normalizer?.strip_accents,
        ideographs: normalizer?.handle_chinese_chars,
      };
  const lowercase = from.lowercase !== false;
  return {
    lowercase,
    stripAccents: from.accents === true || (from.accents !== false && lowercase),
    splitIdeographs: from.ideographs !== false,
  };
}

/** Describes the doubt in a sentence or two, for the user. */
export function doubtWords({ file, text, ids, other }: TokenDoubt): string {
  const at = ids.findIndex((id, i) => id !== other[i]);
  const from = Math.max(0, at === -1 ? ids.length : at);
  const shown = (all: readonly (number | null)[]) =>
    all
      .slice(from, from + 4)
      .map((id) => id ?? 'none')
      .join(', ') || 'nothing';
  return `${file} disagrees with tokenizer.json and tokenizer_config.json about the tokens of “${isolated(text)}”: from token ${from + 1} on it has ${shown(other)}, they have ${shown(ids)}. Python reads tokenizer.json, and so does Facet; but one of the files is not this model’s, so no cosine to the original is given. Take both from one version of the model.`;
}
