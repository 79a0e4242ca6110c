/** BEIR folders: corpus.jsonl, queries.jsonl, qrels/<split>.tsv (or qrels.tsv). */
import type { IdentifiedText, RetrievalData } from '../tasks/retrieval.ts';
import { FormatError, inWords } from './format-error.ts';
import { type Row, readJsonLines, type SetFile, textOf } from './json.ts';

/**
 * Reads a retrieval set. A document's text is its title and text, as mteb joins them. Judgements of queries and documents
 * that are not there are refused: the set would be scored on less than it says.
 * @throws FormatError
 */
export function readBeir(corpus: SetFile, queries: SetFile, qrels: SetFile): RetrievalData {
  const documents = identified(readJsonLines(corpus));
  const asked = identified(readJsonLines(queries));
  const known = { query: idsOf(asked), document: idsOf(documents) };
  const judgements = new Map<string, Map<string, number>>();
  for (const { line, query, document, grade } of judged(qrels)) {
    for (const [what, id, file] of [
      ['query', query, queries.name],
      ['document', document, corpus.name],
    ] as const) {
      if (known[what].has(id)) continue;
      throw new FormatError(qrels.name, line, `the id of a ${what} in ${file}`, inWords(id));
    }
    const own = judgements.get(query) ?? new Map<string, number>();
    own.set(document, grade);
    judgements.set(query, own);
  }
  return { queries: asked, documents, judgements };
}

function idsOf(texts: readonly IdentifiedText[]): Set<string> {
  return new Set(texts.map(({ id }) => id));
}

function identified(rows: readonly Row[]): IdentifiedText[] {
  const lines = new Map<string, number>();
  return rows.map((row) => {
    const id = textOf(row, '_id', 'id');
    const before = lines.get(id);
    if (before !== undefined) {
      throw new FormatError(
        row.file,
        row.line,
        'an id of its own',
        `${inWords(id)}, as in line ${before}`,
      );
    }
    lines.set(id, row.line);
    const title =
      row.fields.title === undefined || row.fields.title === null ? '' : textOf(row, 'title');
    const text = textOf(row, 'text');
    return { id, text: title === '' ? text : `${title} ${text}`.trim() };
  });
}

const COLUMNS = 'a query’s id, a document’s id and a whole grade, apart by tabs';

/** Rows of three columns, or of TREC's four with an iteration; a first row without grade is a header. */
function* judged({ name, text }: SetFile) {
  let rows = 0;
  for (const [at, given] of text.split('\n').entries()) {
    const line = given.replace(/\r$/, '');
    if (line.trim() === '') continue;
    const cells = line.split('\t').length > 1 ? line.split('\t') : line.trim().split(/\s+/);
    const [query, document] = cells.length === 4 ? [cells[0], cells[2]] : cells;
    const grade = Number(cells.at(-1));
    const isHeader = rows === 0 && at === 0 && !/^-?\d+$/.test(cells.at(-1)!.trim());
    if (isHeader && cells.length >= 3) continue;
    if ((cells.length !== 3 && cells.length !== 4) || !Number.isInteger(grade)) {
      throw new FormatError(name, at + 1, COLUMNS, inWords(line));
    }
    rows += 1;
    yield { line: at + 1, query: query!, document: document!, grade };
  }
  if (rows === 0) throw new FormatError(name, null, `lines with ${COLUMNS}`, 'none');
}
