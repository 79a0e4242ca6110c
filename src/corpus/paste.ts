export interface PastedTexts {
  readonly texts: readonly string[];
  /** Number of blank lines left out. */
  readonly dropped: number;
}

/**
 * One text a line, unchanged: spaces at its ends are kept, since embedding strips them anyway.
 * The empty end after a last line break is no line.
 */
export function splitPastedTexts(pasted: string): PastedTexts {
  const lines = pasted.split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  const texts = lines.filter((line) => line.trim() !== '');
  return { texts, dropped: lines.length - texts.length };
}
