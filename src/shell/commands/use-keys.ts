import { useEffect } from 'react';
import { perform } from '../../app/perform.ts';
import { KEYED } from './keyed.ts';
import { isPressed } from './keys.ts';

/** Keys of the whole page. Fields keep their own undo. */
export function useKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const command = KEYED.find(({ key }) => key?.keys.some((keys) => isPressed(keys, event)));
      if (command === undefined) return;
      if (isField(event.target) && command.key?.inFields !== true) return;
      event.preventDefault();
      perform(command);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select'))
  );
}
