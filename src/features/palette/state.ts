import { createStore, type StoreApi } from 'zustand/vanilla';

/** Which of the two dialogs for the keyboard is open. */
export const palette: StoreApi<{ readonly open: 'commands' | 'shortcuts' | null }> = createStore(
  () => ({ open: null as 'commands' | 'shortcuts' | null }),
);

/** Keys of the whole page, as people read them. */
export const SHORTCUTS: readonly (readonly [keys: string, what: string])[] = [
  ['Ctrl K', 'All commands'],
  ['?', 'These keys'],
  ['Ctrl Z', 'Undo'],
  ['Ctrl ⇧ Z', 'Redo'],
  ['Ctrl S', 'Save the workspace as a file'],
  ['Esc', 'Close the large panel, unpin, close a dialog'],
  ['↑ ↓ Home End', 'Through texts and ranked documents'],
  ['Enter', 'Edit a text; pin a document and show its tokens'],
  ['Ctrl Enter, Ctrl click', 'Select a text of the list; a legend selects its cluster'],
  ['Delete', 'Remove the text that has the focus'],
  ['Ctrl Enter in the field', 'Add the texts that were typed or pasted'],
];
