/** Paths of files that came from a dropped folder, which the browser does not write into the files themselves. */
const paths = new WeakMap<File, string>();

/** @param path From the dropped folder on: "notes/2024/may.md". */
export function setFilePath(file: File, path: string): void {
  paths.set(file, path);
}

/** The path of a file from its chosen or dropped folder on; its name alone if it came without one. */
export function filePath(file: File): string {
  return paths.get(file) ?? (file.webkitRelativePath || file.name);
}
