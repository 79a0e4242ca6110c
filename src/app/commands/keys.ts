/** Pressed keys, written as in commands and lists: "Ctrl ⇧ Z", "Esc", "?", "↓". */
export type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** Keys that do one thing, and their line in the list of keys. */
export interface Keys {
  /** Alternatives; any of them works. On a Mac, ⌘ for Ctrl. */
  readonly keys: readonly [string, ...string[]];
  /** Spelling in the list of keys; default: the first of `keys`. */
  readonly written?: string;
  /** Description of what they do. */
  readonly words: string;
}

/** Browsers' names of keys that have a sign or a shorter name here. */
const NAMES: Readonly<Record<string, string>> = {
  Esc: 'Escape',
  ...{ '↑': 'ArrowUp', '↓': 'ArrowDown', '←': 'ArrowLeft', '→': 'ArrowRight' },
};

/** Whether an event is these keys. On a Mac ⌘ counts as Ctrl. */
export function isPressed(keys: string, { key, ctrlKey, metaKey, shiftKey }: Pressed): boolean {
  const parts = keys.split(' ');
  const last = parts.at(-1)!;
  // A sign matches whatever modifiers it takes to type.
  if (parts.length === 1) return key === (NAMES[last] ?? last);
  return (
    (ctrlKey || metaKey) === parts.includes('Ctrl') &&
    shiftKey === parts.includes('⇧') &&
    key.toLowerCase() === last.toLowerCase()
  );
}

const STEPS = ['↑', '↓', 'Home', 'End'] as const;

export const STEP: Keys = {
  keys: STEPS,
  written: STEPS.join(' '),
  words: 'Through texts (Page ↑ ↓ too) and ranked documents',
};

/** Returns where the keys of `STEP` lead from place `at` in a list of `count`; null for any other key. */
export function stepFrom(at: number, count: number, event: Pressed): number | null {
  const pressed = STEPS.find((keys) => isPressed(keys, event));
  if (pressed === undefined) return null;
  return { '↑': at - 1, '↓': at + 1, Home: 0, End: count - 1 }[pressed];
}
