import { expect, test } from 'vitest';
import { elementCount, toFloat32 } from './dtype.ts';

/** Binary16 by the arithmetic of its definition, as a witness for the bit-shuffling one. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

test('every binary16 value', () => {
  const all = Uint16Array.from({ length: 65_536 }, (_, i) => i);
  const floats = toFloat32('F16', new Uint8Array(all.buffer));
  expect(floats).toEqual(Float32Array.from(all, half));
  expect(Object.is(floats[0x8000], -0)).toBe(true);
});

test('bfloat16 is the upper half of a float, at any alignment', () => {
  const words = new Uint16Array(new Float32Array([1.5, -3.25]).buffer);
  const bytes = new Uint8Array(1 + 4);
  bytes.set(new Uint8Array(Uint16Array.of(words[1]!, words[3]!).buffer), 1);
  expect([...toFloat32('BF16', bytes.subarray(1))]).toEqual([1.5, -3.25]);
});

test('element counts that no memory holds are null, and a zero makes any shape empty', () => {
  expect(elementCount([])).toBe(1);
  expect(elementCount([3, 4])).toBe(12);
  expect(elementCount([2 ** 30, 2 ** 30])).toBeNull();
  expect(elementCount([2 ** 30, 2 ** 30, 0])).toBe(0);
});
