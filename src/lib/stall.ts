/** Gives up work that has stopped answering: a connection that stays open may send nothing for ever. */

/** Milliseconds without a byte after which a download counts as stalled. */
export const STALL_MS = 20_000;

/** Nothing came for this long. */
export class Stalled extends Error {
  constructor(ms: number) {
    super(`the server sent nothing for ${ms < 1000 ? `${ms} ms` : `${ms / 1000} s`}`);
    this.name = 'Stalled';
  }
}

/**
 * @param onStall Called before the promise rejects, to end the stalled work.
 * @throws Stalled if `answer` takes longer than `ms`; the error of `answer`.
 */
export async function unstalled<Value>(
  answer: Promise<Value>,
  ms: number,
  onStall: () => void = () => {},
): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // First, so that this reason wins over the abort that follows.
      reject(new Stalled(ms));
      onStall();
    }, ms);
  });
  // The stalled work may fail later, and nobody listens then.
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
