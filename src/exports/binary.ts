/**
 * Formats that hold vectors as they are in memory, with a head: NumPy's array and safetensors. A text without a vector
 * is zeros there.
 */
import { blockRows } from './blocks.ts';
import type { ExportTable, Manifest, Pieces, ReadRows, Write } from './types.ts';

/**
 * Writes NumPy's file of one array, version 1.0: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function npyOf(vector: number): Write {
  return async function* npy(table, { read, onRows }): Pieces {
    const { dim } = table.vectors[vector]!;
    const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${table.count}, ${dim}), }`;
    // Magic, version and length are 10 bytes; the head ends in a line feed at a multiple of 64.
    const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10;
    const head = new Uint8Array(10 + length);
    head.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
    new DataView(head.buffer).setUint16(8, length, true);
    head.set(new TextEncoder().encode(`${dictionary.padEnd(length - 1)}\n`), 10);
    yield head;
    yield* valuesOf(table, vector, read, onRows);
  };
}

/** Writes https://huggingface.co/docs/safetensors: a tensor for each vector column, one after the other. */
export const safetensors: Write = async function* (table, { read, manifest, onRows }): Pieces {
  let at = 0;
  const tensors = table.vectors.map(({ name, dim }) => {
    const begin = at;
    at += 4 * table.count * dim;
    return [name, { dtype: 'F32', shape: [table.count, dim], data_offsets: [begin, at] }] as const;
  });
  const json = JSON.stringify(
    Object.fromEntries([['__metadata__', wordsOf(manifest)] as const, ...tensors]),
  );
  const bytes = new TextEncoder().encode(json);
  const length = Math.ceil(bytes.length / 8) * 8;
  const head = new Uint8Array(8 + length).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(length), true);
  head.set(bytes, 8);
  yield head;
  const vectors = table.vectors.length;
  for (const vector of table.vectors.keys()) {
    const done = (vector * table.count) / vectors;
    yield* valuesOf(table, vector, read, (rows) => onRows(Math.floor(done + rows / vectors)));
  }
};

/**
 * Converts the manifest to metadata of safetensors and Parquet, which is text: text stays as it is, all else is JSON.
 */
export function wordsOf(manifest: Manifest): Record<string, string> {
  const words = Object.entries(manifest).map(
    ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  return Object.fromEntries(words);
}

async function* valuesOf(
  table: ExportTable,
  vector: number,
  read: ReadRows,
  onRows: (done: number) => void,
): Pieces {
  const { rows, dim } = table.vectors[vector]!;
  const most = blockRows({ vectors: [table.vectors[vector]!] });
  for (let from = 0; from < table.count; from += most) {
    const to = Math.min(table.count, from + most);
    // Every machine that runs a browser is little-endian, as both formats are.
    yield new Uint8Array((await read(rows.subarray(from, to), dim)).buffer);
    onRows(to);
  }
}
