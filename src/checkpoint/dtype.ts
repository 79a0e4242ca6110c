import type { DType } from './types.ts';

/** Bytes of one element. */
export const DTYPE_BYTES: Readonly<Record<DType, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

export function isDType(value: unknown): value is DType {
  return typeof value === 'string' && Object.hasOwn(DTYPE_BYTES, value);
}

/** Returns the number of elements of `shape`, or null where it cannot be a size in memory (above 2^53 − 1). */
export function elementCount(shape: readonly number[]): number | null {
  // A zero anywhere makes the tensor empty, whatever the other dimensions multiply to.
  if (shape.includes(0)) return 0;
  let count = 1;
  for (const dimension of shape) {
    count *= dimension;
    if (!Number.isSafeInteger(count)) return null;
  }
  return count;
}

type FloatDType = 'F64' | 'F32' | 'F16' | 'BF16';

export function isFloatDType(dtype: DType): dtype is FloatDType {
  return dtype === 'F32' || dtype === 'F16' || dtype === 'BF16' || dtype === 'F64';
}

/** Converts little-endian floats to 32-bit floats. F32 is a view of `bytes`, not a copy, where it is aligned. */
export function toFloat32(
  dtype: FloatDType,
  bytes: Uint8Array<ArrayBuffer>,
): Float32Array<ArrayBuffer> {
  switch (dtype) {
    case 'F32':
      return new Float32Array(...view(bytes, 4));
    case 'F64':
      return Float32Array.from(new Float64Array(...view(bytes, 8)));
    case 'BF16':
      return fromBFloat16(new Uint16Array(...view(bytes, 2)));
    case 'F16':
      return fromFloat16(new Uint16Array(...view(bytes, 2)));
  }
}

/** Views bytes for a typed array, whose offset must be aligned; copies only unaligned bytes. */
function view(bytes: Uint8Array<ArrayBuffer>, size: number): [ArrayBuffer, number, number] {
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  return [aligned.buffer, aligned.byteOffset, aligned.byteLength / size];
}

/** Converts bfloat16, which is the upper half of a 32-bit float. */
function fromBFloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = halves[i]! << 16;
  return new Float32Array(bits.buffer);
}

let float16Table: Uint32Array | undefined;

function fromFloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  // A table of all 65,536 values as bits: a look-up is several times faster than decoding each of 10^8 weights, and
  // bits, unlike floats, keep NaN payloads out of the engine's hands.
  float16Table ??= Uint32Array.from({ length: 1 << 16 }, (_, half) => float16Bits(half));
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = float16Table[halves[i]!]!;
  return new Float32Array(bits.buffer);
}

/** Returns the bits of the 32-bit float that equals a binary16 value (IEEE 754-2008, §3.4). */
function float16Bits(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return (sign | 0x7f800000 | (fraction << 13)) >>> 0;
  if (exponent !== 0) return (sign | ((exponent + 112) << 23) | (fraction << 13)) >>> 0;
  if (fraction === 0) return sign >>> 0;
  // Subnormal: shift until the leading one reaches the implicit place.
  const shift = Math.clz32(fraction) - 21;
  return (sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13)) >>> 0;
}
