/** Formats with a row a line: JSON Lines, comma-separated values, and the run of TREC. */
import { guarded } from '../lib/formula.ts';
import { NO_ROW } from '../vectors/types.ts';
import { type Block, blocksOf } from './blocks.ts';
import {
  type Cell,
  type Column,
  ExportError,
  type ExportTable,
  type Pieces,
  type Write,
} from './types.ts';

/** Characters of lines handed on at once. */
const PIECE = 2 ** 20;

/** Writes https://jsonlines.org: texts as they are. A vector is a list; null for a text that has none. */
export const jsonl: Write = (table, { read, onRows }) => {
  const names = [...table.columns, ...table.vectors].map(({ name }) => JSON.stringify(name));
  const line = (row: number, block: Block) => {
    const cells = table.columns.map(({ values }) => json(values[row] ?? null));
    const vectors = table.vectors.map((_, vector) => {
      const values = valuesOf(table, vector, row, block);
      return values === null ? 'null' : `[${Array.from(values, decimal).join(',')}]`;
    });
    return `{${[...cells, ...vectors].map((value, at) => `${names[at]}:${value}`).join(',')}}\n`;
  };
  return lines(blocksOf(table, read), line, onRows);
};

/**
 * Writes RFC 4180, with a head. A vector is a column a value, `name_0` and on; its cells are empty for a text that has
 * none. A text that a spreadsheet would take for a formula gets an apostrophe in front.
 */
export const csv: Write = (table, { read, onRows }) => {
  const vectorNames = table.vectors.flatMap(({ name, dim }) =>
    Array.from({ length: dim }, (_, at) => `${name}_${at}`),
  );
  const head = [...table.columns.map(({ name }) => name), ...vectorNames].map(cell);
  const line = (row: number, block: Block) => {
    const cells = table.columns.map(({ values }) => cell(values[row] ?? null));
    for (const [vector, { dim }] of table.vectors.entries()) {
      const values = valuesOf(table, vector, row, block);
      if (values === null) for (let at = 0; at < dim; at++) cells.push('');
      else for (const value of values) cells.push(decimal(value));
    }
    return `${cells.join(',')}\r\n`;
  };
  return lines(blocksOf(table, read), line, onRows, `${head.join(',')}\r\n`);
};

/**
 * Writes a run as trec_eval takes it: query, "Q0", document, rank, score and the run's name. From columns `query_id`,
 * `document_id`, `rank` and `score`; leaves out documents without a rank. Writes white space, which parts the fields,
 * as %20 and the like.
 */
export function trecOf(run: string): Write {
  return (table, { read, onRows }) => {
    const [query, document, rank, score] = ['query_id', 'document_id', 'rank', 'score'].map(
      (name) => columnOf(table, name).values,
    );
    const line = (row: number) =>
      rank![row] === null
        ? ''
        : `${[query![row], 'Q0', document![row], rank![row], score![row], run].map(word).join(' ')}\n`;
    return lines(blocksOf(table, read), line, onRows);
  };
}

function columnOf({ columns }: ExportTable, wanted: string): Column {
  const found = columns.find(({ name }) => name === wanted);
  if (found === undefined) throw new ExportError(`A run of TREC needs the column ${wanted}.`);
  return found;
}

/** Joins lines into pieces. */
async function* lines(
  blocks: AsyncIterable<Block>,
  line: (row: number, block: Block) => string,
  onRows: (done: number) => void,
  head = '',
): Pieces {
  const encoder = new TextEncoder();
  let text = head;
  for await (const block of blocks) {
    for (let row = block.from; row < block.to; row++) {
      text += line(row, block);
      if (text.length < PIECE) continue;
      yield encoder.encode(text);
      text = '';
    }
    onRows(block.to);
  }
  if (text !== '') yield encoder.encode(text);
}

/** Returns a row's vector; null where it has none. */
function valuesOf(
  table: ExportTable,
  vector: number,
  row: number,
  block: Block,
): Float32Array | null {
  const { dim, rows } = table.vectors[vector]!;
  if (rows[row] === NO_ROW) return null;
  const at = row - block.from;
  return block.vectors[vector]!.subarray(at * dim, (at + 1) * dim);
}

function json(value: Cell): string {
  return typeof value === 'number' ? decimal(value) : JSON.stringify(value);
}

/**
 * Writes the number so that it reads back as the same one: JavaScript would lose the sign of −0, which JSON and CSV
 * have.
 */
function decimal(value: number): string {
  if (!Number.isFinite(value)) {
    throw new ExportError(
      `A vector has the value ${value}, which this format cannot hold: choose .npy, .safetensors or .parquet.`,
    );
  }
  return Object.is(value, -0) ? '-0.0' : String(value);
}

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return decimal(value);
  const safe = guarded(value);
  // An empty text differs from none.
  return safe === '' || /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function word(value: Cell | undefined): string {
  const text = String(value ?? '');
  return text.replaceAll(/\s/gu, (space) => encodeURIComponent(space));
}
