/**
 * SentencePiece's unigram model, read from its own file without tokenizer.json. It is a witness: its ids
 * are compared and never embedded. Its texts are plain: they need NFKC and single spaces only.
 *
 * Source: sentencepiece_model.proto and unigram_model.cc, google/sentencepiece.
 */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { CheckpointError } from '../../lib/checkpoint-error.ts';

interface Piece {
  readonly id: number;
  readonly score: number;
}

/** Field numbers and types of ModelProto and its SentencePiece. */
const PIECES = 1;
const [PIECE, SCORE, TYPE] = [1, 2, 3];
const [NORMAL, UNKNOWN, USER_DEFINED] = [1, 2, 4];
/** An unknown character's cost below the least likely piece. */
const UNKNOWN_PENALTY = 10;
/** XLM-R's ids of <s>, </s> and <unk>; its pieces follow one later than in the file. */
const FAIRSEQ = { shift: 1, end: 2, unknown: 3 };

export class UnigramWitness {
  readonly #pieces = new Map<string, Piece>();
  readonly #unknown: Piece;
  readonly #longest: number;
  readonly #ends: readonly (number | null)[];
  readonly #starts: readonly number[];

  /** @throws CheckpointError if `bytes` are not a SentencePiece model. */
  constructor(file: string, bytes: Uint8Array, fairseq: boolean) {
    const all = readPieces(file, bytes);
    let lowest = 0;
    let unknown = 0;
    for (const [index, { piece, score, type }] of all.entries()) {
      const id = fairseq ? index + FAIRSEQ.shift : index;
      if (type === UNKNOWN) unknown = fairseq ? FAIRSEQ.unknown : id;
      if (type !== NORMAL && type !== USER_DEFINED) continue;
      this.#pieces.set(piece, { id, score });
      lowest = Math.min(lowest, score);
    }
    const end = all.findIndex(({ piece }) => piece === '</s>');
    this.#unknown = { id: unknown, score: lowest - UNKNOWN_PENALTY };
    this.#longest = Math.max(1, ...[...this.#pieces.keys()].map((piece) => piece.length));
    this.#starts = fairseq ? [0] : [];
    this.#ends = [fairseq ? FAIRSEQ.end : end === -1 ? null : end];
  }

  /** Token ids with the end token. */
  encode(text: string): (number | null)[] {
    const words = text.normalize('NFKC').trim().split(/\s+/u).filter(Boolean);
    return [...this.#starts, ...words.flatMap((word) => this.#word(`▁${word}`)), ...this.#ends];
  }

  /** The segmentation with the highest score. Neighbouring unknown characters are one token. */
  #word(word: string): number[] {
    const best: { score: number; from: number; id: number }[] = [{ score: 0, from: 0, id: -1 }];
    const chars = [...word];
    const at = chars.map((_, i) => chars.slice(0, i).join('').length).concat(word.length);
    for (let end = 1; end < at.length; end++) {
      let found = { score: Number.NEGATIVE_INFINITY, from: end - 1, id: this.#unknown.id };
      for (let start = end - 1; start >= 0 && at[end]! - at[start]! <= this.#longest; start--) {
        const known = this.#pieces.get(word.slice(at[start], at[end]));
        const piece = known ?? (start === end - 1 ? this.#unknown : undefined);
        if (piece === undefined) continue;
        const score = best[start]!.score + piece.score;
        if (score > found.score) found = { score, from: start, id: piece.id };
      }
      best.push(found);
    }
    const ids: number[] = [];
    for (let end = best.length - 1; end > 0; end = best[end]!.from) {
      const { id } = best[end]!;
      if (id !== this.#unknown.id || ids[0] !== id) ids.unshift(id);
    }
    return ids;
  }
}

function readPieces(
  file: string,
  bytes: Uint8Array,
): { piece: string; score: number; type: number }[] {
  const pieces: { piece: string; score: number; type: number }[] = [];
  try {
    const reader = new BinaryReader(bytes);
    while (reader.pos < bytes.length) {
      const [number, type] = reader.tag();
      if (number === PIECES && type === WireType.LengthDelimited)
        pieces.push(readPiece(reader.bytes()));
      else reader.skip(type, number);
    }
  } catch (cause) {
    throw damaged(file, cause instanceof Error ? cause.message : String(cause));
  }
  if (pieces.length === 0) throw damaged(file, 'it has no pieces');
  return pieces;
}

function readPiece(bytes: Uint8Array): { piece: string; score: number; type: number } {
  const reader = new BinaryReader(bytes);
  const found = { piece: '', score: 0, type: NORMAL as number };
  while (reader.pos < bytes.length) {
    const [number, type] = reader.tag();
    if (number === PIECE) found.piece = reader.string();
    else if (number === SCORE) found.score = reader.float();
    else if (number === TYPE) found.type = reader.int32();
    else reader.skip(type, number);
  }
  return found;
}

function damaged(file: string, reason: string): CheckpointError {
  return new CheckpointError(
    `is not a SentencePiece model, or is damaged (${reason}): fetch it again`,
    {
      file,
    },
  );
}
