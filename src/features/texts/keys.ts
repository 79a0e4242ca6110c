/** Keys of the lists of texts. */
import type { Keys } from '../../app/keys.ts';

/** A button's own key, which the browser hears. */
export const OPEN: Keys = {
  keys: ['Enter'],
  words: 'Edit a text; pin a document and show its tokens',
};

export const SELECT: Keys = {
  keys: ['Ctrl Enter'],
  written: 'Ctrl Enter, Ctrl click',
  words: 'Select a text of the list; a legend selects its cluster',
};

export const REMOVE: Keys = { keys: ['Delete'], words: 'Remove the text that has the focus' };

export const ADD: Keys = {
  keys: ['Ctrl Enter'],
  written: 'Ctrl Enter in the field',
  words: 'Add the texts that were typed or pasted',
};
