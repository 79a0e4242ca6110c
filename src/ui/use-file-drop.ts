import { useEffect, useState } from 'react';
import { view } from '../state/view.ts';

/** Longer than the pause between two `dragover` events, which come as long as something is held. */
const HELD_MS = 200;

/**
 * Files dropped anywhere on the page go to the list that is shown; the browser would leave the
 * page and open them. Returns whether files are held over the page now.
 */
export function useFileDrop(): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setHeld(true);
      clearTimeout(timer);
      timer = setTimeout(() => setHeld(false), HELD_MS);
    };
    const onDrop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setHeld(false);
      // On a narrow screen the list is in the drawer.
      view.setState({ incoming: [...event.dataTransfer.files], drawer: true });
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('drop', onDrop);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  return held;
}
