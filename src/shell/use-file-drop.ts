import { useEffect, useState } from 'react';
import { showToast } from '../app/toast.ts';
import { openFiles } from '../app/workspaces/workspace-transfer.ts';
import { messageOf } from '../lib/errors.ts';
import { setFilePath } from '../lib/file-paths.ts';
import { droppedFiles } from '../widgets/dropped-files.ts';

/** Milliseconds longer than the pause between two `dragover` events, which repeat while a file is held. */
const HELD_MS = 200;
/** Most files of a drop: a whole disk is dropped by mistake. */
const MOST_FILES = 100_000;

function tooMany(): Error {
  return new Error(
    `There are more than ${MOST_FILES.toLocaleString('en')} files in it: drop less.`,
  );
}

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
      void droppedFiles(event.dataTransfer.items, MOST_FILES, tooMany)
        .then((found) => {
          for (const [path, file] of found) if (path !== file.name) setFilePath(file, path);
          return openFiles(found.map(([, file]) => file));
        })
        .catch((error: unknown) => showToast(messageOf(error)));
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
