import { expect, test } from 'vitest';
import { packBlocks, repeatScale, tableBlockSize } from './pack.ts';
import { quantiseChannels, storedTensors } from './quantise.ts';
import { bytesOf } from './tensors.ts';

const ROWS = 7;
const COLUMNS = 5;
/** Irregular, of both signs; column 3 and row 2 are zero. */
const WEIGHTS = Float32Array.from({ length: ROWS * COLUMNS }, (_, i) =>
  i % COLUMNS === 3 || Math.trunc(i / COLUMNS) === 2 ? 0 : Math.sin(i * 2.7) * 10 ** ((i % 5) - 2),
);

test.each([0, 1] as const)(
  'each channel of axis %i reaches ±127 and is off by half a step',
  (axis) => {
    const { values, scale } = quantiseChannels(WEIGHTS, ROWS, COLUMNS, axis);
    expect(scale).toHaveLength(axis === 0 ? ROWS : COLUMNS);
    const largest = new Array<number>(scale.length).fill(0);
    for (const [i, value] of values.entries()) {
      const channel = axis === 0 ? Math.trunc(i / COLUMNS) : i % COLUMNS;
      largest[channel] = Math.max(largest[channel]!, Math.abs(value));
      const error = Math.abs(value * scale[channel]! - WEIGHTS[i]!);
      expect(error).toBeLessThanOrEqual((scale[channel]! / 2) * (1 + 1e-5));
    }
    const zero = axis === 0 ? 2 : 3;
    expect(largest).toEqual(largest.map((_, channel) => (channel === zero ? 0 : 127)));
    expect(scale[zero]).toBeGreaterThan(0);
  },
);

test.each([
  ['matrix', 'int8', [`x I8`, `x.scale F32`]],
  ['dense', 'int8', [`x F32`]],
  ['vector', 'int8', [`x F32`]],
  ['matrix', 'fp32', [`x F32`]],
] as const)('a %s is stored at %s as %j', (role, precision, expected) => {
  const tensor = { name: 'x', role, shape: [ROWS, COLUMNS], values: WEIGHTS.slice() };
  const stored = storedTensors(tensor, precision);
  expect(stored.map(([name, { dtype }]) => `${name} ${dtype}`)).toEqual(expected);
  if (expected.length === 1) expect(stored[0]![1].data).toEqual(bytesOf(WEIGHTS));
});

test('packBlocks transposes to [n, blocks, 32] with zero point 128, and fills the last block', () => {
  const [k, n] = [40, 3];
  const weights = Int8Array.from({ length: k * n }, (_, i) => ((i * 37) % 255) - 127);
  const { values, blocks, blockSize } = packBlocks(new Uint8Array(weights.buffer), k, n);
  expect([blocks, blockSize, values.length]).toEqual([2, 32, n * 64]);
  for (let column = 0; column < n; column++) {
    const row = Array.from(values.subarray(column * 64, (column + 1) * 64), (v) => v - 128);
    const expected = Array.from({ length: 64 }, (_, i) => (i < k ? weights[i * n + column]! : 0));
    expect(row).toEqual(expected);
  }
});

test('repeatScale gives each block of a channel its scale', () => {
  expect([...repeatScale(Float32Array.of(1, 2), 3)]).toEqual([1, 1, 1, 2, 2, 2]);
});

test('tableBlockSize divides the width', () => {
  expect([384, 768, 1024, 48, 40].map(tableBlockSize)).toEqual([128, 256, 256, 16, null]);
});
