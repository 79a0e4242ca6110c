export interface EndingProblem {
  readonly message: string;
  /** The instruction with the usual end. */
  readonly fixed: string;
  /** Length of the part of `fixed` that is the instruction as it is, less trailing space. */
  readonly kept: number;
}

/**
 * INSTRUCTOR was trained with instructions that end in ": ", and instruction and text are joined
 * with nothing between them: without the end, or the space, the vectors are others.
 * Null where the instruction is empty or ends so.
 */
export function endingProblem(instruction: string): EndingProblem | null {
  if (instruction.trim() === '' || instruction.endsWith(': ')) return null;
  const kept = instruction.trimEnd();
  if (kept.endsWith(':')) {
    const message = instruction.endsWith(':')
      ? 'No space at the end: the text joins the colon, and the vectors change.'
      : 'The end is not one plain space after the colon: the vectors change.';
    return { message, fixed: `${kept} `, kept: kept.length };
  }
  return {
    message: 'No colon at the end: unlike what the model was trained on, and the vectors change.',
    fixed: `${kept}: `,
    kept: kept.length,
  };
}
