import { expect, test } from 'vitest';
import { release } from './release.ts';

const canMove = 'transfer' in ArrayBuffer.prototype;

test.runIf(canMove)('an array that is released is empty', () => {
  const values = Float32Array.of(1, 2, 3);
  release(values, new Uint8Array(0));
  expect(values).toHaveLength(0);
});

test('a part of a buffer is left alone: others read the rest', () => {
  const whole = Float32Array.of(1, 2, 3);
  release(whole.subarray(1));
  expect([...whole]).toEqual([1, 2, 3]);
});

test('memory that is shared between threads stays', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(4));
  release(shared);
  expect(shared).toHaveLength(4);
});
