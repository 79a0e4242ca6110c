/** Chooses the files of an export by its format, and their contents. */
import { npyOf, safetensors } from './binary.ts';
import { csv, jsonl, trecOf } from './lines.ts';
import type { ExportTable, Write } from './types.ts';

/** Kinds of files that hold vectors. */
export const VECTOR_FORMATS = ['parquet', 'npy', 'safetensors', 'jsonl', 'csv'] as const;
/** Kinds of files that hold rows without vectors. */
export const ROW_FORMATS = ['csv', 'jsonl'] as const;
export type Format = (typeof VECTOR_FORMATS)[number] | 'trec';

export interface PlannedFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly table: ExportTable;
  readonly write: Write;
}

/**
 * Makes the files of an export. Where a format holds vectors alone, the rest of each row is in a `.jsonl` beside it, a
 * line a row.
 * @param base Name of the files without extension.
 */
export async function filesOf(
  format: Format,
  table: ExportTable,
  base: string,
): Promise<readonly PlannedFile[]> {
  const rows = { ...table, vectors: [] };
  const beside = { name: `${base}.rows.jsonl`, type: JSONL, table: rows, write: jsonl };
  switch (format) {
    case 'npy':
      return [
        ...table.vectors.map(({ name }, vector) => ({
          name: table.vectors.length === 1 ? `${base}.npy` : `${base}.${name}.npy`,
          type: BYTES,
          table,
          write: npyOf(vector),
        })),
        beside,
      ];
    case 'safetensors':
      return [{ name: `${base}.${format}`, type: BYTES, table, write: safetensors }, beside];
    case 'parquet': {
      const { parquet } = await import('./parquet.ts');
      return [{ name: `${base}.parquet`, type: BYTES, table, write: parquet }];
    }
    case 'jsonl':
      return [{ name: `${base}.jsonl`, type: JSONL, table, write: jsonl }];
    case 'csv':
      return [{ name: `${base}.csv`, type: 'text/csv', table, write: csv }];
    case 'trec':
      return runsOf(table).map(([lens, ranks]) => ({
        name: `${base}.${lens}.trec`,
        type: 'text/plain',
        table: ranks,
        write: trecOf(`facet-${lens}`),
      }));
    default:
      return format satisfies never;
  }
}

const BYTES = 'application/octet-stream';
const JSONL = 'application/jsonl';

/** Splits a table by lens: a run is of one. */
function runsOf(table: ExportTable): readonly (readonly [lens: string, ranks: ExportTable])[] {
  const lenses = table.columns.find(({ name }) => name === 'lens')?.values ?? [];
  return [...new Set(lenses)].map((lens) => {
    const kept = (_: unknown, row: number) => lenses[row] === lens;
    const columns = table.columns.map((column) => ({
      ...column,
      values: column.values.filter(kept),
    }));
    return [String(lens), { count: columns[0]!.values.length, columns, vectors: [] }] as const;
  });
}
