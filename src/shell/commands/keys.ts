/** Which keys are pressed, as commands name them: "Ctrl ⇧ Z", "Esc", "?". */
type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** Whether an event is the keys of a command. On a Mac ⌘ counts as Ctrl. */
export function isPressed(keys: string, { key, ctrlKey, metaKey, shiftKey }: Pressed): boolean {
  if (keys === 'Esc') return key === 'Escape';
  const parts = keys.split(' ');
  const last = parts.at(-1)!;
  // A sign is the same whatever it takes to type it.
  if (parts.length === 1) return key === last;
  return (
    (ctrlKey || metaKey) === parts.includes('Ctrl') &&
    shiftKey === parts.includes('⇧') &&
    key.toLowerCase() === last.toLowerCase()
  );
}
