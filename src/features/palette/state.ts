import { createStore, type StoreApi } from 'zustand/vanilla';

/** The open dialog for the keyboard, if any. */
export const palette: StoreApi<{ readonly open: 'commands' | 'shortcuts' | null }> = createStore(
  () => ({ open: null as 'commands' | 'shortcuts' | null }),
);

/** Keys of the whole page, in readable form. */
export const SHORTCUTS: readonly (readonly [keys: string, what: string])[] = [
  ['Ctrl K', 'All commands'],
  ['?', 'These keys'],
  ['Ctrl Z', 'Undo'],
  ['Ctrl ⇧ Z', 'Redo'],
  ['Ctrl S', 'Save the workspace as a file'],
  ['Esc', 'Close the large panel, unpin, close a dialog'],
  ['↑ ↓ Home End', 'Move through texts and ranked documents'],
  ['Enter', 'Edit a text; pin a document and show its tokens'],
  ['Ctrl Enter, Ctrl click', 'Select a text in the list, or a cluster in the legend'],
  ['Delete', 'Remove the focused text'],
  ['Ctrl Enter in the field', 'Add the typed or pasted texts'],
];
