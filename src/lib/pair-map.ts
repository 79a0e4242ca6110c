/**
 * Values by instruction and text, both of which may hold any character. It joins no key: the JavaScript engine caches a
 * text's hash, but would hash a joined string anew at each look.
 */
export class PairMap<Value> {
  readonly #byInstruction = new Map<string, Map<string, Value>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(instruction: string, text: string): Value | undefined {
    return this.#byInstruction.get(instruction)?.get(text);
  }

  set(instruction: string, text: string, value: Value): void {
    let texts = this.#byInstruction.get(instruction);
    if (texts === undefined) {
      texts = new Map();
      this.#byInstruction.set(instruction, texts);
    }
    if (!texts.has(text)) this.#size += 1;
    texts.set(text, value);
  }

  delete(instruction: string, text: string): void {
    const texts = this.#byInstruction.get(instruction);
    if (texts === undefined || !texts.delete(text)) return;
    this.#size -= 1;
    if (texts.size === 0) this.#byInstruction.delete(instruction);
  }

  /** Yields entries by instruction, each in the order its texts came. */
  *entries(): Generator<readonly [instruction: string, text: string, value: Value]> {
    for (const [instruction, texts] of this.#byInstruction) {
      for (const [text, value] of texts) yield [instruction, text, value];
    }
  }
}
