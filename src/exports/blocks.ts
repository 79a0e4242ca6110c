import type { ExportTable, ReadRows } from './types.ts';

/** Values fetched at once: 4 MB. */
const BLOCK_VALUES = 2 ** 20;
/** Most rows of a block: texts take room too. */
const BLOCK_ROWS = 5_000;

export interface Block {
  /** First row, and the row after the last. */
  readonly from: number;
  readonly to: number;
  /** For each vector column: Float32Array [(to − from) × dim]. */
  readonly vectors: readonly Float32Array<ArrayBuffer>[];
}

/** Returns the most rows of a block of a table: few where its vectors are wide. */
export function blockRows({ vectors }: Pick<ExportTable, 'vectors'>): number {
  const values = vectors.reduce((sum, { dim }) => sum + dim, 0);
  return Math.max(1, Math.min(BLOCK_ROWS, Math.floor(BLOCK_VALUES / Math.max(1, values))));
}

/** Fetches a table's vectors block by block: never all of them at once. */
export async function* blocksOf(table: ExportTable, read: ReadRows): AsyncGenerator<Block> {
  const most = blockRows(table);
  for (let from = 0; from < table.count; from += most) {
    const to = Math.min(table.count, from + most);
    const vectors: Float32Array<ArrayBuffer>[] = [];
    for (const { rows, dim } of table.vectors) {
      vectors.push(await read(rows.subarray(from, to), dim));
    }
    yield { from, to, vectors };
  }
}
