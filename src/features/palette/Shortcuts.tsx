import * as Dialog from 'radix-ui/dialog';
import type { Keys } from '../../app/commands/keys.ts';
import style from './style.module.css';

/** The list of keys. */
export function Shortcuts({ keys }: { readonly keys: readonly Keys[] }) {
  return (
    <>
      <Dialog.Title>Keyboard shortcuts</Dialog.Title>
      <dl className={style.shortcuts}>
        {keys.map(({ keys: [first], written = first, words }) => (
          <div key={written}>
            <dt>
              <kbd>{written}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p>On a Mac, ⌘ for Ctrl.</p>
    </>
  );
}
