import { useEffect, useState } from 'react';
import { openFiles } from '../app/workspaces/workspace-transfer.ts';

/** Milliseconds longer than the pause between two `dragover` events, which repeat while a file is held. */
const HELD_MS = 200;
/**
 * Adds files dropped anywhere on the page to the shown list, and opens a dropped workspace; the browser
 * would leave the page to open them. Returns whether files are held over the page.
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
      const files = [...event.dataTransfer.files];
      void openFiles(files);
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
