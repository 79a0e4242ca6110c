export interface EndingProblem {
  readonly message: string;
  /** Instruction with the usual ending. */
  readonly fixed: string;
  /** Length of the part of `fixed` that keeps the instruction, without trailing space. */
  readonly kept: number;
}

/**
 * Checks an instruction's ending. INSTRUCTOR was trained with instructions that end in ": ", and
 * joins instruction and text with nothing between them: another ending gives other vectors.
 * Null if the instruction is empty or ends in ": ".
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
    message: 'No colon at the end: the model was trained with one, and the vectors change.',
    fixed: `${kept}: `,
    kept: kept.length,
  };
}
