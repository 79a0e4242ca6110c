import { Dialog } from 'radix-ui';
import type { Command } from '../../app/commands.ts';

/** Keys of single parts of the page, as people read them. */
const OF_PARTS: readonly (readonly [keys: string, words: string])[] = [
  ['↑ ↓ Home End', 'Through texts (Page ↑ ↓ too) and ranked documents'],
  ['← →, Tab', 'Through the controls of a text; Tab then leaves the list'],
  ['Enter, F2', 'Edit a text; pin a document; in a label, go to the next'],
  ['Ctrl Enter, Ctrl click', 'Select a text of the list; a legend selects its cluster'],
  ['Delete', 'Remove the text that has the focus'],
  ['Ctrl Enter in the field', 'Add the texts that were typed or pasted'],
];

/** The keys of commands, and those of the parts of the page. */
export function Shortcuts({ commands }: { readonly commands: readonly Command[] }) {
  const ofPage = commands.flatMap(({ key }) =>
    key === undefined ? [] : [[key.keys[0], key.words] as const],
  );
  return (
    <>
      <Dialog.Title>Keyboard shortcuts</Dialog.Title>
      <dl className="shortcuts">
        {[...ofPage, ...OF_PARTS].map(([keys, words]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p>On a Mac, ⌘ for Ctrl.</p>
    </>
  );
}
