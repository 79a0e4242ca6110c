import { isAbort } from '../lib/errors.ts';

/** Of the File System Access API, which Chromium has alone so far. */
type Picker = (options: {
  readonly id: string;
  readonly mode: 'readwrite';
}) => Promise<FileSystemDirectoryHandle>;

const picker = (): Picker | undefined =>
  (globalThis as { showDirectoryPicker?: Picker }).showDirectoryPicker;

/** Whether this browser lets the user choose a folder to write into. */
export function canChooseFolder(): boolean {
  return picker() !== undefined;
}

/** Asks for a folder, which has to be in answer to a click; null if the user chose none. */
export async function chooseFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return (await picker()?.({ id: 'facet-export', mode: 'readwrite' })) ?? null;
  } catch (error) {
    if (isAbort(error)) return null;
    throw error;
  }
}
