/** Keys of the lists of texts. */
import type { Keys } from '../../app/commands/keys.ts';

export const ALONG = {
  keys: ['←', '→'],
  written: '← →, Tab',
  words: 'Through the controls of a text; Tab then leaves the list',
} as const satisfies Keys;

/** Enter is a button's own key, which the browser hears. */
export const OPEN: Keys = {
  keys: ['F2'],
  written: 'Enter, F2',
  words: 'Edit a text; pin a document; in a label, go to the next',
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
