/** Converts an embedding table to its stored form as it is read: whole in fp32 it would dominate an import's memory. */
import type { EmbeddingTable } from '../encoders/canonical.ts';
import { type Precision, storedTensors } from '../encoders/quantise.ts';
import { release } from '../encoders/release.ts';
import { bytesOf, type ModelTensor, type ModelTensors } from '../encoders/tensors.ts';
import { giveTurn } from '../lib/turns.ts';

export interface StoredTable {
  /** The table at its precision, and its scales. */
  readonly tensors: ModelTensors;
  /** Requested rows, in fp32: [ids, d_model]. */
  readonly rows: ModelTensor;
}

/**
 * @param ids Rows to keep in fp32, ascending.
 * @throws CheckpointError as `table.rows`.
 */
export async function storeTable(
  table: EmbeddingTable,
  precision: Precision,
  ids: readonly number[],
): Promise<StoredTable> {
  const { name, blockRows } = table;
  const [count, columns] = table.shape;
  const tensors = new Map<string, ModelTensor>();
  const rows = new Float32Array(ids.length * columns);
  const read = (start: number) => table.rows({ start, end: Math.min(start + blockRows, count) });
  let taken = 0;
  let next = read(0);
  for (let start = 0; start < count; start += blockRows) {
    const values = await next;
    const end = Math.min(start + blockRows, count);
    // The next block is read while this one is quantised.
    if (end < count) {
      next = read(end);
      // It is awaited above; a failure before that must not count as unhandled.
      next.catch(() => {});
    }
    for (; taken < ids.length && ids[taken]! < end; taken++) {
      const from = (ids[taken]! - start) * columns;
      rows.set(values.subarray(from, from + columns), taken * columns);
    }
    // Each row has its own scale, so a block is quantised as it would be in the whole.
    const block = { name, role: 'table', shape: [end - start, columns], values } as const;
    for (const [part, tensor] of storedTensors(block, precision)) {
      const width = tensor.data.byteLength / (end - start);
      const whole = tensors.get(part) ?? {
        dtype: tensor.dtype,
        shape: [count, ...tensor.shape.slice(1)],
        data: new Uint8Array(count * width),
      };
      whole.data.set(tensor.data, start * width);
      tensors.set(part, whole);
    }
    release(values);
    await giveTurn();
  }
  return { tensors, rows: { dtype: 'F32', shape: [ids.length, columns], data: bytesOf(rows) } };
}
