import { expect, test } from 'vitest';
import { BLOCK_SIZE, dequantiseBlocks, quantiseBlocks } from './quantise-blocks.ts';

const ROWS = 2 * BLOCK_SIZE;
const COLUMNS = 3;
const WEIGHTS = Float32Array.from({ length: ROWS * COLUMNS }, (_, i) =>
  i % COLUMNS === 1 && i < BLOCK_SIZE * COLUMNS ? 0 : Math.sin(i * 2.7) ** 3 * (1 + (i % COLUMNS)),
);

/** A block's weights: `BLOCK_SIZE` rows of one column. */
function blockOf(values: Float32Array, column: number, block: number): number[] {
  return Array.from(
    { length: BLOCK_SIZE },
    (_, i) => values[(block * BLOCK_SIZE + i) * COLUMNS + column]!,
  );
}

test('every block is nearer to its weights than by a step that clips nothing', () => {
  const { packed, scale } = quantiseBlocks(WEIGHTS, ROWS, COLUMNS);
  const values = dequantiseBlocks(packed, scale, ROWS, COLUMNS);
  for (let column = 0; column < COLUMNS; column++) {
    for (let block = 0; block < ROWS / BLOCK_SIZE; block++) {
      const weights = blockOf(WEIGHTS, column, block);
      const step = Math.max(...weights.map(Math.abs)) / 7;
      const error = (rounded: readonly number[]) =>
        rounded.reduce((sum, value, i) => sum + (value - weights[i]!) ** 2, 0);
      const nearest = weights.map((weight) => (step === 0 ? 0 : Math.round(weight / step) * step));
      expect(error(blockOf(values, column, block))).toBeLessThanOrEqual(error(nearest) + 1e-6);
    }
  }
});

test('the lower half of a byte is the earlier row, zero is 8', () => {
  const weights = new Float32Array(BLOCK_SIZE);
  weights[0] = -8;
  weights[1] = 3;
  const { packed, scale } = quantiseBlocks(weights, BLOCK_SIZE, 1);
  expect([...scale]).toEqual([1]);
  expect(packed[0]).toBe(0 | (11 << 4));
  expect(packed[1]).toBe(8 | (8 << 4));
});
