import type { ModelFolder } from './types.ts';

/** The vocabulary by another file of the folder: token ids are checked against it. */
export type TokenWitness =
  /** WordPiece: a piece a line, the line's number its id. */
  | {
      readonly kind: 'vocabulary';
      readonly file: string;
      readonly text: string;
      /** Whether Python takes BERT's settings from tokenizer_config.json; else tokenizer.json's hold. */
      readonly configured: boolean;
    }
  /** A SentencePiece model (protobuf). */
  | {
      readonly kind: 'sentencepiece';
      readonly file: string;
      readonly bytes: Uint8Array;
      /** Whether ids begin with four special tokens of fairseq's, as XLM-R's do, in place of the file's three. */
      readonly fairseq: boolean;
    };

/** Largest file: multilingual SentencePiece models have 5 MB. */
const LARGEST = 32 * 1024 * 1024;

/** @param tokenizer Kind of the tokenizer: the type of its model, and its class as {@link tokenizerClass} gives it. */
export async function openWitness(
  folder: ModelFolder,
  root: string,
  tokenizer: { readonly model: string; readonly className: string },
  signal?: AbortSignal,
): Promise<TokenWitness | null> {
  const read = async (name: string) => {
    const source = await folder.open(`${root}${name}`, signal);
    if (source === null || source.size === 0 || source.size > LARGEST) return null;
    return { file: source.name, bytes: await source.read(0, source.size, signal) };
  };
  if (tokenizer.model === 'WordPiece') {
    const found = await read('vocab.txt');
    if (found === null) return null;
    const text = new TextDecoder().decode(found.bytes);
    const configured = tokenizer.className !== 'PreTrained';
    return { kind: 'vocabulary', file: found.file, text, configured };
  }
  if (tokenizer.model !== 'Unigram') return null;
  const own = await read('spiece.model');
  if (own !== null) return { kind: 'sentencepiece', ...own, fairseq: false };
  const fairseq = await read('sentencepiece.bpe.model');
  return fairseq === null ? null : { kind: 'sentencepiece', ...fairseq, fairseq: true };
}
