/** UTF-32, which `TextDecoder` does not know. */

/** Decodes UTF-32 piece by piece: each four bytes are a code point, or become � if they are none. */
export class Utf32Decoder {
  /** Bytes of a code point that a piece ended in. */
  #rest: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #atStart = true;

  constructor(readonly little: boolean) {}

  /** @param piece The next bytes; none at the end. */
  decode(piece?: Uint8Array<ArrayBuffer>, _options?: { readonly stream: boolean }): string {
    if (piece === undefined) return this.#rest.length > 0 ? '\ufffd' : '';
    const bytes = new Uint8Array(this.#rest.length + piece.length);
    bytes.set(this.#rest);
    bytes.set(piece, this.#rest.length);
    const view = new DataView(bytes.buffer);
    const whole = bytes.length - (bytes.length % 4);
    const parts: string[] = [];
    for (let at = 0; at < whole; at += 4) {
      const code = view.getUint32(at, this.little);
      if (this.#atStart && code === 0xfeff) continue;
      this.#atStart = false;
      parts.push(isCodePoint(code) ? String.fromCodePoint(code) : '\ufffd');
    }
    this.#rest = bytes.slice(whole);
    return parts.join('');
  }
}

/** Whether a number is a code point of a letter: surrogates are none. */
export function isCodePoint(code: number): boolean {
  return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}
