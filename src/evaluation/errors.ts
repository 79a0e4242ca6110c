/** Input that no score can be computed from. The message names the offending value and what to do next. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}

/** @throws EvaluationError if the lists differ in length. */
export function checkSameLength(
  a: string,
  left: ArrayLike<unknown>,
  b: string,
  right: ArrayLike<unknown>,
): void {
  if (left.length === right.length) return;
  throw new EvaluationError(
    `There are ${left.length} ${a} and ${right.length} ${b}; give one of each per item.`,
  );
}

/** @throws EvaluationError if a value is NaN or infinite. @param what Name of one value. */
export function checkFinite(what: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i]!)) continue;
    throw new EvaluationError(
      `The ${what} of item ${i + 1} is ${values[i]}; remove the item or mend its value.`,
    );
  }
}
