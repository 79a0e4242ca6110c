/**
 * 4-bit weights in blocks, in the layout of ONNX Runtime's `MatMulNBits`: unsigned values 0 … 15 with zero
 * point 8, two in a byte (the lower half first), [out, blocks, 16], and a scale a block, [out, blocks].
 */

/** Inputs that share a scale: the operator's WebGPU kernels expect this number. */
export const BLOCK_SIZE = 32;

const ZERO_POINT = 8;
const LOWEST = -8;
const HIGHEST = 7;
/**
 * Step sizes tried for each block, as fractions of the one that clips nothing: a smaller step clips the largest weight
 * and is finer for the rest; 8/7 is for blocks whose two sides are equally large.
 */
const STEP_FRACTIONS = [8 / 7, 1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7];

export interface QuantisedBlocks {
  /** Packed values, Uint8Array [columns × blocks × 16]. */
  readonly packed: Uint8Array<ArrayBuffer>;
  /** Scales, Float32Array [columns × blocks]: weight ≈ (value − 8) × scale. The sign is free. */
  readonly scale: Float32Array<ArrayBuffer>;
}

/**
 * Quantises a matrix [rows, columns], `rows` a multiple of 32, with the tried scale of each block that makes the
 * squared error least. The side of the block with the largest magnitude gets −8, the one value that has no counterpart:
 * a scale may be negative.
 */
export function quantiseBlocks(
  weights: Float32Array,
  rows: number,
  columns: number,
): QuantisedBlocks {
  const blocks = rows / BLOCK_SIZE;
  const packed = new Uint8Array((columns * rows) / 2);
  const scale = new Float32Array(columns * blocks);
  const block = new Float32Array(BLOCK_SIZE);
  for (let column = 0; column < columns; column++) {
    for (let index = 0; index < blocks; index++) {
      for (let i = 0; i < BLOCK_SIZE; i++) {
        block[i] = weights[(index * BLOCK_SIZE + i) * columns + column]!;
      }
      const step = bestStep(block);
      const at = column * blocks + index;
      scale[at] = step;
      for (let i = 0; i < BLOCK_SIZE; i += 2) {
        const low = level(block[i]!, step) + ZERO_POINT;
        const high = level(block[i + 1]!, step) + ZERO_POINT;
        packed[at * (BLOCK_SIZE / 2) + i / 2] = low | (high << 4);
      }
    }
  }
  return { packed, scale };
}

/** Restores Float32Array [rows × columns] from {@link quantiseBlocks}' result. */
export function dequantiseBlocks(
  packed: Uint8Array,
  scale: Float32Array,
  rows: number,
  columns: number,
): Float32Array<ArrayBuffer> {
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < packed.length; i++) {
    const step = scale[Math.floor(i / (BLOCK_SIZE / 2))]!;
    const column = Math.floor((2 * i) / rows);
    const row = (2 * i) % rows;
    values[row * columns + column] = ((packed[i]! & 15) - ZERO_POINT) * step;
    values[(row + 1) * columns + column] = ((packed[i]! >> 4) - ZERO_POINT) * step;
  }
  return values;
}

function bestStep(block: Float32Array): number {
  let extreme = 0;
  for (const weight of block) if (Math.abs(weight) > Math.abs(extreme)) extreme = weight;
  if (extreme === 0) return 1;
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  for (const fraction of STEP_FRACTIONS) {
    const step = Math.fround((extreme / LOWEST) * fraction);
    if (step === 0) continue;
    let error = 0;
    for (const weight of block) error += (weight - level(weight, step) * step) ** 2;
    if (error < least) [best, least] = [step, error];
  }
  return best;
}

function level(weight: number, step: number): number {
  return Math.min(HIGHEST, Math.max(LOWEST, Math.round(weight / step)));
}
