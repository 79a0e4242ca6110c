import { useEffect } from 'react';
import { redoWithToast, undoWithToast } from '../app/actions.ts';
import { clearPin, view } from '../app/view.ts';
import { saveWorkspace } from '../app/workspace-transfer.ts';
import { palette } from '../features/palette/state.ts';

/** Keys of the whole page. Text fields keep their own undo. */
export function useKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (event.key === 'Escape') {
        const { large } = view.getState();
        if (large !== null) view.setState({ large: null });
        else clearPin();
        return;
      }
      if (event.key === '?' && !isField(event.target)) {
        palette.setState({ open: 'shortcuts' });
        event.preventDefault();
        return;
      }
      if (!(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      if (key === 's' && !event.shiftKey) {
        event.preventDefault();
        saveWorkspace();
        return;
      }
      if (key === 'k' && !event.shiftKey) {
        event.preventDefault();
        palette.setState({ open: 'commands' });
        return;
      }
      // A dialog has its own, and the page behind it stays as it is.
      if (isField(event.target) || isInDialog(event.target)) return;
      if (key === 'z' && !event.shiftKey) undoWithToast();
      else if (key === 'y' || key === 'z') redoWithToast();
      else return;
      event.preventDefault();
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
