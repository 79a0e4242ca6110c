/** Which keys are pressed, as commands and lists name them: "Ctrl ⇧ Z", "Esc", "?", "↓". */
export type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** Keys that do one thing, and the line about them in the list of keys. */
export interface Keys {
  /** Any of them does it. On a Mac, ⌘ for Ctrl. */
  readonly keys: readonly [string, ...string[]];
  /** How the list of keys writes them; default: the first of `keys`. */
  readonly written?: string;
  /** What they do. */
  readonly words: string;
}

/** What browsers call the keys with a sign or a shorter name. */
const NAMES: Readonly<Record<string, string>> = {
  Esc: 'Escape',
  ...{ '↑': 'ArrowUp', '↓': 'ArrowDown', '←': 'ArrowLeft', '→': 'ArrowRight' },
};

/** Whether an event is these keys. On a Mac ⌘ counts as Ctrl. */
export function isPressed(keys: string, { key, ctrlKey, metaKey, shiftKey }: Pressed): boolean {
  const parts = keys.split(' ');
  const last = parts.at(-1)!;
  // A sign is the same whatever it takes to type it.
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

/** Where the keys of `STEP` lead from place `at` in a list of `count`; null for any other key. */
export function stepFrom(at: number, count: number, event: Pressed): number | null {
  const pressed = STEPS.find((keys) => isPressed(keys, event));
  if (pressed === undefined) return null;
  return { '↑': at - 1, '↓': at + 1, Home: 0, End: count - 1 }[pressed];
}
