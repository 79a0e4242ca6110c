import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openGiven } from './open.ts';

/** Rows of fixtures/make.py, which numpy, pyarrow and safetensors wrote. */
const ROWS = [0.1, -2, 3, 4, 5.5, -6.25, 0, 0, 0, 1e-3, 2e3, -0];
const HALVES = [0.0999755859375, -2, 3, 4, 5.5, -6.25, 0, 0, 0, 0.0010004043579101562, 2000, -0];

function bytesOf(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', name)));
}

async function read(name: string, bytes = bytesOf(name), idColumns: readonly string[] = ['id']) {
  const { head, blocks } = await openGiven({ blob: new Blob([bytes]), name, idColumns });
  const values: number[] = [];
  const ids: (string | null)[] = [];
  for await (const block of blocks()) {
    expect(block.from * head.dim).toBe(values.length);
    values.push(...block.vectors);
    ids.push(...(block.ids ?? []));
  }
  return { head, values, ids };
}

test.each([
  ['float32.npy', ROWS],
  ['float64.npy', ROWS],
  ['float16.npy', HALVES],
  ['one.safetensors', ROWS],
  ['half.safetensors', HALVES],
  ['fixed.parquet', ROWS],
])('%s is read to the bit', async (name, rows) => {
  const { head, values, ids } = await read(name);
  expect(head).toMatchObject({ count: 4, dim: 3, hasIds: false });
  expect(head.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  expect(values).toEqual(rows.map(Math.fround));
  expect(ids).toEqual([]);
});

test('the rows of a Parquet file have ids, where a column has one of the wanted names', async () => {
  const { head, values, ids } = await read('ids.parquet');
  expect(head.hasIds).toBe(true);
  expect(values).toEqual(ROWS.map(Math.fround));
  expect(ids).toEqual(['a1', 'a2', 'b1', 'gone']);
  expect((await read('ids.parquet', undefined, ['number'])).head.hasIds).toBe(false);
});

test.each([
  ['big-endian.npy', /type >f4.*expected float32, float64 or float16, little-endian/],
  ['integers.npy', /type <i4.*expected float32/],
  ['fortran.npy', /columns one after the other; expected rows/],
  ['flat.npy', /the shape \[12\].*expected \[texts, values\]/],
  ['nan.npy', /NaN in the vector of row 2/],
  ['too-large.npy', /Infinity in the vector of row 2/],
  ['two.safetensors', /it has 2\. Found: .*a.* F32 \[4, 3\]; .*b.* F32 \[4, 3\]/],
  ['ragged.parquet', /1 values in the vector of row 2; expected 2/],
  ['missing.parquet', /NaN in the vector of row 2/],
])('%s is refused with what was expected and found', async (name, message) => {
  await expect(read(name)).rejects.toThrow(message);
});

test('a cut file, one of another kind and an empty one are refused', async () => {
  const cut = bytesOf('float32.npy').slice(0, -4);
  await expect(read('cut.npy', cut)).rejects.toThrow(/48 bytes of values.*has 44: it is cut/);
  const text = new TextEncoder().encode('a,b\n1,2\n3,4\n');
  await expect(read('table.csv', text)).rejects.toThrow(/\.npy, \.parquet, \.safetensors/);
  await expect(read('x.safetensors', text)).rejects.toThrow(/not a safetensors file/);
  await expect(read('empty.npy', new Uint8Array(0))).rejects.toThrow(/none of the files/);
});
