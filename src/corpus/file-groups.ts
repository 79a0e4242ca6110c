/** Sorts chosen files: tables are read one by one, documents together, as the rows of one table. */
import { filePath } from '../lib/file-paths.ts';

const DOCUMENTS = /\.(md|markdown)(\.gz)*$/i;
const LINES = /\.txt(\.gz)*$/i;
const TABLES = /\.(csv|tsv|tab|psv|json|jsonl|ndjson|parquet)(\.gz)*$/i;
/** Names that programs keep for themselves. */
const HIDDEN = /(^|\/)(\.|__MACOSX\/|node_modules\/)/;

/** Documents that are read together. */
export interface Documents {
  readonly files: readonly File[];
  /** Number of files beside them that are of other kinds. */
  readonly others: number;
}

export interface FileGroups {
  readonly documents: Documents | null;
  /** Name of the documents: the file's, or the folder's with their number. */
  readonly name: string;
  /** Tables, and what is yet to be recognised by its bytes. */
  readonly tables: readonly File[];
}

/**
 * Files that were chosen one by one are all wanted; of a folder, those that may hold texts. A `.txt` of a folder is a
 * document, one that was chosen is lines.
 */
export function groupFiles(files: readonly File[]): FileGroups {
  const [documents, tables]: [File[], File[]] = [[], []];
  let others = 0;
  for (const file of files) {
    const path = filePath(file);
    const within = path.includes('/');
    if (within && HIDDEN.test(path)) continue;
    if (DOCUMENTS.test(path) || (within && LINES.test(path))) documents.push(file);
    else if (!within || TABLES.test(path)) tables.push(file);
    else others += 1;
  }
  const none = documents.length === 0 && others === 0;
  return {
    documents: none ? null : { files: documents, others },
    name: nameOf(documents.length > 0 ? documents : files),
    tables,
  };
}

function nameOf(files: readonly File[]): string {
  const [first, ...rest] = files;
  if (first === undefined) return '';
  const folder = filePath(first).split('/').slice(0, -1)[0];
  if (rest.length === 0 && folder === undefined) return first.name;
  const same = files.every((file) => filePath(file).startsWith(`${folder}/`));
  return folder !== undefined && same ? `${folder}/` : `${files.length} documents`;
}
