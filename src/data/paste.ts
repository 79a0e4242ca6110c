export interface PastedTexts {
  readonly texts: readonly string[];
  /** Blank lines left out. */
  readonly dropped: number;
}

/**
 * One text a line, as it stands: spaces at its ends are kept, as embedding strips them anyway.
 * The empty end after a last line break is no line.
 */
export function splitPastedTexts(pasted: string): PastedTexts {
  const lines = new TextLines();
  lines.add(pasted);
  return lines.end();
}

/** The lines of a text that comes in pieces, cut anywhere. */
export class TextLines {
  readonly #texts: string[] = [];
  #dropped = 0;
  /** The line that the pieces so far leave open. */
  #open = '';

  add(piece: string): void {
    let all = this.#open + piece;
    // The line feed of this carriage return may be the first of the next piece.
    const held = all.endsWith('\r') ? '\r' : '';
    if (held !== '') all = all.slice(0, -1);
    const lines = all.split(/\r\n|\r|\n/);
    this.#open = (lines.pop() ?? '') + held;
    for (const line of lines) this.#take(line);
  }

  end(): PastedTexts {
    const open = this.#open.replace(/\r$/, '');
    if (open !== '' || open !== this.#open) this.#take(open);
    this.#open = '';
    return { texts: this.#texts, dropped: this.#dropped };
  }

  #take(line: string): void {
    if (line.trim() === '') this.#dropped += 1;
    else this.#texts.push(line);
  }
}
