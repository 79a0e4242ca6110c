import { useEffect, useState } from 'react';
import { view } from '../app/view.ts';
import { openWorkspaceFile } from '../app/workspace-transfer.ts';

/** Milliseconds longer than the pause between two `dragover` events, which repeat while a file is held. */
const HELD_MS = 200;
/** Bytes that suffice to recognise a workspace. */
const HEAD = 2_000;

async function take(files: readonly File[]): Promise<void> {
  const workspaces = await Promise.all(files.map(isWorkspaceFile));
  const saved = files.find((_, at) => workspaces[at]);
  if (saved !== undefined) void openWorkspaceFile(saved);
  const texts = files.filter((file) => file !== saved);
  // On a narrow screen the drawer holds the list.
  if (texts.length > 0) view.setState({ incoming: texts, drawer: true });
}

/** Whether a `.json` is a workspace rather than a table of texts: it starts with its version. */
async function isWorkspaceFile(file: File): Promise<boolean> {
  if (!/\.json$/i.test(file.name)) return false;
  // The reader of texts reports an unreadable file.
  const head = await file
    .slice(0, HEAD)
    .text()
    .catch(() => '');
  return /^\s*\{/.test(head) && /"(version|lenses)"\s*:/.test(head);
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
