/**
 * Makes a key for a pair. It starts with the instruction's length, so that no text can move the border between the two.
 * Both may hold any character, even NUL and lone surrogates; the key keeps them unchanged.
 */
export function pairKey(instruction: string, text: string): string {
  return `${instruction.length}:${instruction}${text}`;
}
