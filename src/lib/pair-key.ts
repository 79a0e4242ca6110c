/**
 * One key for one pair: the instruction's length stands before it, so that no text can move the border
 * between the two. Both may hold any character, NUL and lone surrogates too; the key keeps them as they are.
 */
export function pairKey(instruction: string, text: string): string {
  return `${instruction.length}:${instruction}${text}`;
}
