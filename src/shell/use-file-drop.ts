import { useEffect, useState } from 'react';
import { view } from '../app/view.ts';
import { openWorkspaceFile } from '../app/workspace-transfer.ts';

/** Longer than the pause between two `dragover` events, which come as long as something is held. */
const HELD_MS = 200;
/** Bytes that tell a workspace. */
const HEAD = 2_000;

async function take(files: readonly File[]): Promise<void> {
  const workspaces = await Promise.all(files.map(isWorkspaceFile));
  const saved = files.find((_, at) => workspaces[at]);
  if (saved !== undefined) void openWorkspaceFile(saved);
  const texts = files.filter((file) => file !== saved);
  // On a narrow screen the list is in the drawer.
  if (texts.length > 0) view.setState({ incoming: texts, drawer: true });
}

/** Whether a `.json` is a workspace and not a table of texts: it begins with its version. */
async function isWorkspaceFile(file: File): Promise<boolean> {
  if (!/\.json$/i.test(file.name)) return false;
  // What cannot be read is told by the reader of texts.
  const head = await file
    .slice(0, HEAD)
    .text()
    .catch(() => '');
  return /^\s*\{/.test(head) && /"(version|lenses)"\s*:/.test(head);
}

/**
 * Files dropped anywhere on the page go to the list that is shown, a workspace is opened; the browser would leave the
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
      const files = [...event.dataTransfer.files];
      void take(files);
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
