/**
 * SentencePiece's `precompiled_charsmap`: rewrite rules as a Darts double-array trie and a blob of
 * zero-terminated UTF-8 replacements. Layout: uint32 LE size of the trie in bytes, the trie (uint32
 * LE units), the blob. A leaf's value is an offset into the blob.
 *
 * Source: `spm_precompiled` 0.1.4, which Hugging Face's tokenizers use; units as in darts-clone.
 */
import { CheckpointError } from '../lib/checkpoint-error.ts';

const HEADER = 4;

export class Charsmap {
  readonly #trie: Uint32Array;
  readonly #blob: Uint8Array;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  /**
   * @param base64 The `precompiled_charsmap` of a tokenizer.json.
   * @throws CheckpointError if it is not base64 or its sizes do not fit.
   */
  constructor(base64: string) {
    const bytes = decodeBase64(base64);
    const view = new DataView(bytes.buffer);
    const trieBytes = bytes.length < HEADER ? 0 : view.getUint32(0, true);
    if (trieBytes === 0 || trieBytes % 4 !== 0 || trieBytes > bytes.length - HEADER) {
      throw invalid(`a trie of ${trieBytes} bytes in ${bytes.length} bytes`);
    }
    this.#trie = new Uint32Array(trieBytes / 4);
    for (let i = 0; i < this.#trie.length; i++) {
      this.#trie[i] = view.getUint32(HEADER + 4 * i, true);
    }
    this.#blob = bytes.subarray(HEADER + trieBytes);
  }

  /**
   * The rules' replacement of `utf8`, or undefined if no rule matches. As in the reference, the
   * *shortest* rule that `utf8` starts with replaces all of it, however much follows.
   *
   * @throws CheckpointError if the rule points outside the blob or at bytes that are not UTF-8.
   */
  transform(utf8: Uint8Array): string | undefined {
    const offset = this.#shortestMatch(utf8);
    return offset === undefined ? undefined : this.#replacement(offset);
  }

  #shortestMatch(key: Uint8Array): number | undefined {
    let node = childrenOf(this.#unit(0));
    for (const byte of key) {
      if (byte === 0) return undefined;
      node ^= byte;
      const unit = this.#unit(node);
      if (labelOf(unit) !== byte) return undefined;
      node ^= childrenOf(unit);
      if (hasLeaf(unit)) return this.#unit(node) & 0x7fffffff;
    }
    return undefined;
  }

  #unit(node: number): number {
    const unit = this.#trie[node];
    if (unit === undefined) throw invalid(`node ${node} in a trie of ${this.#trie.length}`);
    return unit;
  }

  #replacement(offset: number): string {
    if (offset > this.#blob.length) {
      throw invalid(`a replacement at ${offset} in a text of ${this.#blob.length} bytes`);
    }
    const end = this.#blob.indexOf(0, offset);
    const bytes = this.#blob.subarray(offset, end === -1 ? this.#blob.length : end);
    try {
      return this.#decoder.decode(bytes);
    } catch {
      throw invalid(`a replacement at ${offset} that is not UTF-8`);
    }
  }
}

/** The unit's byte. A unit that is a value has the high bit set, which no byte has. */
function labelOf(unit: number): number {
  return (unit & 0x800000ff) >>> 0;
}

function hasLeaf(unit: number): boolean {
  return ((unit >>> 8) & 1) === 1;
}

function childrenOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}

function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  let binary: string;
  try {
    binary = atob(base64);
  } catch {
    throw invalid(`"${base64.slice(0, 20)}…" is not base64`);
  }
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

function invalid(what: string): CheckpointError {
  return new CheckpointError(`precompiled_charsmap is damaged: ${what}. Fetch the file again.`, {
    file: 'tokenizer.json',
  });
}
