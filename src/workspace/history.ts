/** Undo and redo over immutable snapshots. They share unchanged parts, so an entry costs little. */
export interface History<T> {
  readonly past: readonly Step<T>[];
  readonly future: readonly Step<T>[];
}

interface Step<T> {
  /** Name of the step, for the user: "Remove text". */
  readonly label: string;
  /** Value to return to. */
  readonly value: T;
  /**
   * Key of the step: consecutive steps with the same key are undone together (typing in one field).
   */
  readonly coalesce: string | null;
}

/** Most steps kept; older ones are dropped. */
const LIMIT = 100;

export const emptyHistory = { past: [], future: [] } as const;

/** Returns the history after a new value replaced `before`. */
export function record<T>(
  history: History<T>,
  before: T,
  label: string,
  coalesce: string | null = null,
): History<T> {
  const last = history.past.at(-1);
  if (coalesce !== null && last?.coalesce === coalesce) return { past: history.past, future: [] };
  return { past: [...history.past, { label, value: before, coalesce }].slice(-LIMIT), future: [] };
}

/** Steps back from `present`; null if there is nothing to undo. */
export function stepBack<T>(history: History<T>, present: T): Stepped<T> | null {
  const step = history.past.at(-1);
  if (step === undefined) return null;
  return {
    present: step.value,
    label: step.label,
    history: {
      past: history.past.slice(0, -1),
      future: [...history.future, { label: step.label, value: present, coalesce: null }],
    },
  };
}

/** Steps forward from `present`; null if there is nothing to redo. */
export function stepForward<T>(history: History<T>, present: T): Stepped<T> | null {
  const step = history.future.at(-1);
  if (step === undefined) return null;
  return {
    present: step.value,
    label: step.label,
    history: {
      past: [...history.past, { label: step.label, value: present, coalesce: null }],
      future: history.future.slice(0, -1),
    },
  };
}

interface Stepped<T> {
  readonly present: T;
  readonly label: string;
  readonly history: History<T>;
}
