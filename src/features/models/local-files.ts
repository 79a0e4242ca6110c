import { faultOfNames, LINKS_LEFT_OUT } from '../../checkpoint/fault.ts';
import type { ImportSource } from '../../importer/types.ts';
import { MANIFEST_FILE } from '../../model-folder/files.ts';
import { droppedFiles, type PathedFile } from '../../widgets/dropped-files.ts';

/** Most files: a model has a few dozen, and a whole disk is chosen by mistake. */
const MAX_FILES = 5000;

/** What tells a model's folder, the surest first: sentence-transformers', Facet's, a bare encoder's, an adapter's. */
const MARKS = ['modules.json', MANIFEST_FILE, 'config.json', 'adapter_config.json'];

export function chosenFiles(files: Iterable<File>): PathedFile[] {
  return [...files].map((file) => [file.webkitRelativePath || file.name, file] as const);
}

/**
 * Reads dropped files and folders. Call it in the drop's own event: the list is empty afterwards.
 * @throws Error if there are too many, or one cannot be read.
 */
export function droppedModel(items: DataTransferItemList): Promise<PathedFile[]> {
  return droppedFiles(
    items,
    MAX_FILES,
    () => new Error(`There are more than ${MAX_FILES} files in it: choose the model’s own folder.`),
  );
}

/**
 * Finds the model's folder among `files`: the one nearest to the top.
 * @throws Error if there is none.
 */
export function modelFolder(
  files: readonly PathedFile[],
): Extract<ImportSource, { kind: 'files' }> {
  for (const mark of MARKS) {
    const [nearest] = files
      .map(([path]) => path.split('/'))
      .filter((parts) => parts.at(-1) === mark)
      .sort((a, b) => a.length - b.length);
    if (nearest === undefined) continue;
    const folder = nearest.slice(0, -1);
    const prefix = folder.map((part) => `${part}/`).join('');
    const inside = files
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, file]) => [path.slice(prefix.length), file] as const);
    return { kind: 'files', label: folder.at(-1) ?? 'dropped files', files: new Map(inside) };
  }
  if (files.length === 0) {
    throw new Error(`The browser found no files in it. If there are some: ${LINKS_LEFT_OUT}`);
  }
  const fault = faultOfNames(files.map(([path]) => path));
  throw new Error(
    `There is no model in it: choose the folder that holds modules.json (sentence-transformers) or model.json (Facet).${fault === null ? '' : ` ${fault}`}`,
  );
}
