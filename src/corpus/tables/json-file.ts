/**
 * A JSON file whose large values were found in one pass, in slices: what looks for rows then need not pass over tens
 * of megabytes again and again in one piece.
 */
import {
  afterString,
  DEPTH_LIMIT,
  isClose,
  isOpen,
  type JsonFile,
  type LargeValue,
} from './json-scan.ts';
import type { Turns } from './limits.ts';

/** Nesting up to which values are noted; places are looked for in fewer levels. */
const NOTED = 8;
/** Characters from which a value is noted; others are quickly passed over. */
const LARGE = 50_000;

const QUOTE = 0x22;
const COMMA = 0x2c;

/** A text whose values are all small, or passed over once. */
export function smallJson(text: string): JsonFile {
  return { text, large: new Map() };
}

/** @throws AbortError. */
export async function indexJson(text: string, turns: Turns): Promise<JsonFile> {
  const scan = new Scan(text);
  while (!scan.done) {
    if (turns.due(scan.at)) await turns.take(scan.at);
    scan.step(STEP);
  }
  return { text, large: scan.large };
}

/** Characters passed over at once. */
const STEP = 200_000;

class Scan {
  readonly large = new Map<number, LargeValue>();
  at = 0;
  #depth = 0;
  /** Beginnings of the open values that may be noted, and their commas. */
  readonly #starts: number[] = [];
  readonly #commas: number[] = [];

  constructor(readonly text: string) {}

  get done(): boolean {
    return this.at >= this.text.length;
  }

  step(most: number): void {
    const { text } = this;
    const stop = Math.min(text.length, this.at + most);
    let next = this.at;
    for (; next < stop; next++) {
      const code = text.charCodeAt(next);
      if (code === QUOTE) next = afterString(text, next) - 1;
      else if (code === COMMA) {
        if (this.#depth <= NOTED && this.#depth > 0) this.#commas[this.#depth - 1]! += 1;
      } else if (isOpen(code)) this.#open(next);
      else if (isClose(code)) this.#close(next + 1);
    }
    this.at = Math.max(next, stop);
    if (this.done) while (this.#depth > 0) this.#close(text.length);
  }

  #open(at: number): void {
    if (this.#depth < NOTED) {
      this.#starts[this.#depth] = at;
      this.#commas[this.#depth] = 0;
    }
    this.#depth += 1;
    // A value that holds others this deep is not read, so it ends nowhere.
    const beyond = this.#depth - DEPTH_LIMIT - 1;
    if (beyond >= 0 && beyond < NOTED) this.#note(beyond, this.text.length);
  }

  #close(end: number): void {
    if (this.#depth === 0) return;
    this.#depth -= 1;
    if (this.#depth < NOTED) this.#note(this.#depth, end);
  }

  #note(depth: number, end: number): void {
    const start = this.#starts[depth]!;
    if (end - start < LARGE || this.large.has(start)) return;
    this.large.set(start, { end, commas: this.#commas[depth]! });
  }
}
