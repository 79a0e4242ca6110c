import { useState } from 'react';
import { PART, type Part, partBefore, partFrom } from '../../lib/excerpt.ts';

/** A text after a change of its shown part. */
export interface Changed {
  readonly whole: string;
  /** Part to show from now on; null for the whole text. */
  readonly part: Part | null;
}

/**
 * Puts a changed part back into its text.
 * @param caret Position of the caret in `value`, in UTF-16 units.
 */
export function changePart(text: string, part: Part | null, value: string, caret: number): Changed {
  const start = part?.start ?? 0;
  const whole = part === null ? value : text.slice(0, start) + value + text.slice(part.end);
  // A paste may be too long for a field, which then shows the part that ends at the caret.
  if (value.length > 2 * PART) return { whole, part: partBefore(whole, start + caret) };
  return { whole, part: part === null ? null : { start, end: start + value.length } };
}

/** Returns the part of a text that a field edits. A short text has one part. */
export function useEditedPart(text: string, set: (whole: string) => void) {
  const [chosen, show] = useState(() => (text.length > 2 * PART ? partFrom(text, 0) : null));
  // Undo may have made the text shorter.
  const part = chosen !== null && chosen.end > text.length ? partBefore(text, text.length) : chosen;
  return {
    value: part === null ? text : text.slice(part.start, part.end),
    part,
    show,
    put(value: string, caret: number) {
      const changed = changePart(text, part, value, caret);
      set(changed.whole);
      show(changed.part);
    },
  };
}
