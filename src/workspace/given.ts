/** Lenses whose vectors someone else computed: they come from a file and not from a model. */

/** Origin of such vectors. */
export interface Given {
  /** Name of the file. */
  readonly file: string;
  /** Values of each vector. */
  readonly dim: number;
  /** Tells files apart: letters and digits. */
  readonly fingerprint: string;
}

/** A character that nobody types begins the mark. */
const MARK = '\u0001given:';
const FORM = /^(\d+):([0-9a-z]+)$/;

/**
 * Returns the mark that stands in place of the instructions of such a lens: by it vectors are looked up as by an
 * instruction, and no model reads it.
 */
export function markOf({ dim, fingerprint }: Omit<Given, 'file'>): string {
  return `${MARK}${dim}:${fingerprint}`;
}

/** Returns what a mark says; null for an instruction. */
export function givenBy(instruction: string): Omit<Given, 'file'> | null {
  if (!instruction.startsWith(MARK)) return null;
  const [, dim, fingerprint] = FORM.exec(instruction.slice(MARK.length)) ?? [];
  return dim === undefined ? null : { dim: Number(dim), fingerprint: fingerprint! };
}
