/**
 * Packs per-channel int8 weights for ONNX Runtime's block-quantised operators. The weights stay the same: a channel's
 * scale is repeated for each of its blocks.
 */
import { BLOCK_SIZE } from './quantise-blocks.ts';

/**
 * Packs int8 [k, n] → uint8 with zero point 128, [n, blocks, 32], as `MatMulNBits` reads it with 8 bits. Fills the last
 * block with 128 (zero) where k is no multiple of 32.
 */
export function packBlocks(
  values: Uint8Array,
  k: number,
  n: number,
): { values: Uint8Array<ArrayBuffer>; blocks: number; blockSize: number } {
  const blocks = Math.ceil(k / BLOCK_SIZE);
  const stride = blocks * BLOCK_SIZE;
  const packed = new Uint8Array(n * stride).fill(128);
  for (let row = 0; row < k; row++) {
    for (let column = 0; column < n; column++) {
      // Two's complement int8 with its top bit flipped is value + 128.
      packed[column * stride + row] = values[row * n + column]! ^ 0x80;
    }
  }
  return { values: packed, blocks, blockSize: BLOCK_SIZE };
}

/** Repeats each scale `blocks` times in a row, [channels] → [channels × blocks]. */
export function repeatScale(scale: Float32Array, blocks: number): Float32Array<ArrayBuffer> {
  const repeated = new Float32Array(scale.length * blocks);
  for (let channel = 0; channel < scale.length; channel++) {
    repeated.fill(scale[channel]!, channel * blocks, (channel + 1) * blocks);
  }
  return repeated;
}

/**
 * Returns the largest block that `GatherBlockQuantized` takes (a power of two, 16 or more) and that divides a table's
 * width, or null without one.
 */
export function tableBlockSize(width: number): number | null {
  const largest = width & -width;
  return largest >= 16 ? Math.min(largest, 256) : null;
}
