/** Files of a drop, also those within dropped folders. */

/** A file with its path from the chosen or dropped folder: "my-model/1_Pooling/config.json". */
export type PathedFile = readonly [path: string, file: File];

/**
 * Reads dropped files and folders. Call it in the drop's own event: the list is empty afterwards.
 * @param describeExcess Makes the error for more than `most` files.
 * @throws The error of `describeExcess`; Error if a file cannot be read.
 */
export async function droppedFiles(
  items: DataTransferItemList,
  most: number,
  describeExcess: () => Error,
): Promise<PathedFile[]> {
  const found: PathedFile[] = [];
  const entries: FileSystemEntry[] = [];
  for (const item of items) {
    const entry = item.webkitGetAsEntry();
    // A file without a folder, e.g. from another page.
    const file = entry === null ? item.getAsFile() : null;
    if (entry !== null) entries.push(entry);
    if (file !== null) found.push([file.name, file]);
  }
  const collect = async (entry: FileSystemEntry): Promise<void> => {
    if (found.length >= most) throw describeExcess();
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => {
        (entry as FileSystemFileEntry).file(resolve, reject);
      });
      found.push([entry.fullPath.replace(/^\//, ''), file]);
      return;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    // The browser reads a folder in portions and ends with an empty one.
    for (;;) {
      const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => {
        reader.readEntries(resolve, reject);
      });
      if (portion.length === 0) return;
      for (const inner of portion) await collect(inner);
    }
  };
  for (const entry of entries) await collect(entry);
  return found;
}
