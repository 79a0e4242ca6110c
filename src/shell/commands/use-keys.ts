import { useEffect } from 'react';
import { isPressed } from '../../app/commands/keys.ts';
import { perform } from '../../app/commands/perform.ts';
import { KEYED } from './keyed.ts';

/** Keys of the whole page. Fields keep their own undo. */
export function useKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const command = KEYED.find(({ key }) => key?.keys.some((keys) => isPressed(keys, event)));
      if (command === undefined) return;
      // A dialog has keys of its own, and the page behind it stays as it is.
      const elsewhere = isField(event.target) || isInDialog(event.target);
      if (elsewhere && command.key?.inFields !== true) return;
      event.preventDefault();
      perform(command);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=dialog]') !== null;
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select'))
  );
}
