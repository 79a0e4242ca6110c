/** Reads chosen or dropped files as labelled data. */
import { app } from '../../app/app.ts';
import { FormatError } from '../../evaluation/formats/format-error.ts';
import { startEvaluation } from '../../evaluation/service/client.ts';
import { messageOf } from '../../lib/errors.ts';
import { filePath } from '../../lib/file-paths.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { type GivenTable, guessTable, tableTasks } from './from-table.ts';
import { setup } from './setup.ts';

const reader = lazyModule('The reader of tables', () => import('../../corpus/table-file.ts'));

const TABLE = /\.(csv|tsv|tab|psv|parquet)(\.gz)?$/i;
const DATA = /\.(jsonl|json|tsv)$/i;
/** What describes a set is none of its data, and programs keep names for themselves. */
const OTHER = /(^|\/)(meta\.json$|\.|__MACOSX\/|node_modules\/)/;
/** Bytes beyond which a set would not fit into the page's memory with its vectors. */
const MOST_BYTES = 500e6;

interface PathedFile {
  readonly path: string;
  readonly file: File;
}

/** A set: the files of one folder, by their paths in it. */
export interface FileSet {
  readonly name: string;
  readonly files: readonly PathedFile[];
}

let asked = 0;

/** Takes files as the data; says in the setup why it cannot. A later call replaces one that still reads. */
export async function takeFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  asked += 1;
  const own = asked;
  setup.setState({ from: 'files', reading: true, problem: null, left: [] });
  try {
    const found = await read(files.map((file) => ({ path: filePath(file), file })));
    if (own === asked) setup.setState({ ...found, reading: false });
  } catch (error) {
    if (own !== asked) return;
    setup.setState({ read: [], table: null, reading: false, problem: messageOf(error) });
  }
}

/** Reads the table again with other columns. */
export function takeColumns(table: GivenTable): void {
  try {
    setup.setState({ table, read: tableTasks(table), problem: null, left: [] });
  } catch (error) {
    setup.setState({ table, read: [], problem: messageOf(error) });
  }
}

async function read(files: readonly PathedFile[]) {
  const [first, ...rest] = files;
  if (rest.length === 0 && TABLE.test(first!.path)) {
    const { readTable } = await reader();
    const table = guessTable(first!.file.name, await readTable(first!.file));
    return { table, read: tableTasks(table) };
  }
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  if (bytes > MOST_BYTES) {
    const found = `${Math.round(bytes / 1e6)} MB`;
    throw new FormatError(first!.path, null, `at most ${MOST_BYTES / 1e6} MB of data`, found);
  }
  const sets = setsOf(files);
  const evaluation = startEvaluation(app().vectors.port(), () => {
    throw new Error('Reading embeds nothing.');
  });
  try {
    const found = [];
    for (const { name, files: own } of sets) {
      const given = own.map(({ path, file }) => ({ path, content: file }));
      found.push(...(await evaluation.read(name, given)));
    }
    return { table: null, read: found };
  } finally {
    evaluation.close();
  }
}

/**
 * Parts files into sets: a folder of files is one (with its folder qrels), and so are files chosen together.
 * @throws FormatError if none of them is data.
 */
export function setsOf(files: readonly PathedFile[]): FileSet[] {
  const data = files.filter(({ path }) => DATA.test(path) && !OTHER.test(path));
  if (data.length === 0) {
    const names = files.slice(0, 8).map(({ path }) => path);
    throw new FormatError(
      'The chosen files',
      null,
      'a table of texts and labels (.csv, .tsv, .parquet), or files of a set (.jsonl, .json, .tsv)',
      names.join(', '),
    );
  }
  const folders = new Map<string, PathedFile[]>();
  for (const { path, file } of data) {
    const folder = /^(.*\/)?(?:qrels\/)?[^/]*$/.exec(path)![1] ?? '';
    const inside = folder.replace(/qrels\/$/, '');
    const own = folders.get(inside) ?? [];
    own.push({ path: path.slice(inside.length), file });
    folders.set(inside, own);
  }
  return [...folders].map(([folder, own]) => ({
    name: folder.split('/').at(-2) ?? nameOf(own),
    files: folder === '' ? withQrels(own) : own,
  }));
}

function nameOf([first, ...rest]: readonly PathedFile[]): string {
  const stem = first!.path.replace(/\.[^.]*$/, '');
  return rest.length === 0 ? stem : 'Chosen files';
}

/** Judgements that were chosen beside a corpus stand for those of its folder qrels. */
function withQrels(files: readonly PathedFile[]): readonly PathedFile[] {
  if (!files.some(({ path }) => path === 'corpus.jsonl')) return files;
  return files.map(({ path, file }) =>
    path.endsWith('.tsv') && path !== 'qrels.tsv'
      ? { path: `qrels/${path}`, file }
      : { path, file },
  );
}
