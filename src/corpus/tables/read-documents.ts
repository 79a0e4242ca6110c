/** Reads documents into one table: a row a file, or a row a line, each with the file's path. */
import { DataError } from '../../lib/data-error.ts';
import { filePath } from '../../lib/file-paths.ts';
import { isolated } from '../../lib/isolate.ts';
import { giveTurn } from '../../lib/turns.ts';
import type { Documents } from '../file-groups.ts';
import { splitPastedTexts } from '../paste.ts';
import { ENCODINGS } from './encoding-names.ts';
import { decode, guessEncoding } from './encodings.ts';
import { frontMatter } from './front-matter.ts';
import { JsonColumns } from './json-cells.ts';
import {
  checkSize,
  DOCUMENTS_LIMIT,
  ProblemList,
  TABLE_LIMIT,
  TableRows,
  Turns,
} from './limits.ts';
import { bytesOf, openTableSource } from './source.ts';
import type { ReadOptions, Table } from './types.ts';

/** Names of the columns that every document has. */
const [TEXT, PATH] = ['text', 'path'];

/**
 * A document that cannot be read is a problem, and the others are read.
 * @param name Name of all documents, isolated.
 * @param lines Whether each line is a text.
 * @throws DataError for more text than is read at once; AbortError.
 */
export async function readDocuments(
  name: string,
  { files, others }: Documents,
  lines: boolean,
  { onProgress, signal }: ReadOptions,
): Promise<Table> {
  checkSize(
    name,
    files.reduce((sum, { size }) => sum + size, 0),
    DOCUMENTS_LIMIT,
  );
  const sorted = files
    .map((file) => ({ file, path: filePath(file) }))
    .sort((a, b) => byNumbers.compare(a.path, b.path));
  const columns = new JsonColumns();
  const rows = new TableRows(name);
  const problems = new ProblemList();
  const encodings = new Map<string, number>();
  let [blank, characters] = [0, 0];
  for (const [at, { file, path }] of sorted.entries()) {
    await giveTurn(signal);
    onProgress(at / sorted.length);
    const fault = (reason: string) => problems.add(at + 1, `${isolated(path)}: ${reason}`);
    let text: string;
    try {
      const found = await readText(file, signal);
      text = found.text;
      if (found.encoding !== 'utf-8') {
        encodings.set(found.encoding, (encodings.get(found.encoding) ?? 0) + 1);
      }
      for (const note of found.notes) fault(note);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      fault(error.message);
      continue;
    }
    characters += text.length;
    checkSize(name, characters, DOCUMENTS_LIMIT);
    if (text.trim() === '') {
      fault('it is empty');
      continue;
    }
    if (lines) {
      const { texts, dropped } = splitPastedTexts(text);
      blank += dropped;
      for (const line of texts)
        rows.add(
          columns.rowOf([
            [TEXT, line],
            [PATH, path],
          ]),
        );
      continue;
    }
    const isMarkdown = !/\.txt(\.gz)*$/i.test(path);
    const front = isMarkdown ? await frontMatter(text) : { fields: [], body: text, fault: null };
    if (front.fault !== null) fault(front.fault);
    // A field of its own does not replace the document's text or path.
    const fields = front.fields.map(
      ([key, value]) => [key === TEXT || key === PATH ? `_${key}` : key, value] as const,
    );
    rows.add(columns.rowOf([[TEXT, front.body.trim()], [PATH, path], ...fields]));
  }
  onProgress(1);
  const notes = [...encodings].map(
    ([encoding, count]) =>
      `${filesOf(count)} read as ${ENCODINGS[encoding] ?? encoding}, since ${count === 1 ? 'it is' : 'they are'} not UTF-8.`,
  );
  if (others > 0) {
    const files = others === 1 ? '1 file' : `${others.toLocaleString('en')} files`;
    notes.push(`${files} of other kinds ${others === 1 ? 'was' : 'were'} left out.`);
  }
  return {
    names: columns.names,
    rows: rows.all,
    header: null,
    width: columns.names.length,
    blank,
    problems: problems.end(),
    counted: 'File',
    places: [],
    notes: [...notes, ...columns.notes()],
  };
}

/** Orders "note 9" before "note 10". */
const byNumbers = new Intl.Collator('en', { numeric: true });

function filesOf(count: number): string {
  return count === 1 ? '1 file was' : `${count.toLocaleString('en')} files were`;
}

async function readText(file: File, signal: AbortSignal | undefined) {
  const { name, content, parquet } = await openTableSource(file, signal);
  if (parquet || typeof content === 'string') {
    throw new DataError(`${name} is a Parquet file, not a text: open it by itself.`);
  }
  checkSize(name, content.size, TABLE_LIMIT);
  const bytes = await bytesOf(name, content);
  const { encoding } = await guessEncoding(name, bytes);
  const { text, notes } = await decode(bytes, encoding, new Turns(bytes.length, () => {}, signal));
  return { text, notes, encoding };
}
