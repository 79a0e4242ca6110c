import { dismissToast, showToast, toast } from '../toast.ts';

/**
 * Says in a toast that something is gone, and removes it once the toast has gone: until then it can be undone.
 * @param settle Called once, with whether it was undone. The offer of undo ends with the page.
 * @returns A function that undoes it.
 */
export function removeLater(message: string, settle: (undone: boolean) => void): () => void {
  let undone = false;
  const undo = () => {
    undone = true;
    dismissToast();
  };
  showToast(message, undo);
  const shown = toast.getState().current;
  const end = () => {
    stop();
    globalThis.removeEventListener?.('pagehide', end);
    settle(undone);
  };
  const stop = toast.subscribe(({ current }) => {
    if (current !== shown) end();
  });
  globalThis.addEventListener?.('pagehide', end);
  return undo;
}
