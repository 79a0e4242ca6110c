import { expect, test } from 'vitest';
import { concerns, type DeviceLimits } from './device-fit.ts';

const GB = 1e9;
const ROOMY: DeviceLimits = {
  memoryBytes: 8 * 2 ** 30,
  orMore: true,
  webgpu: true,
  freeBytes: 100 * GB,
};
const small = { restBytes: 0.1 * GB, importMemoryBytes: 0.4 * GB, runMemoryBytes: 0.3 * GB };
const huge = { restBytes: 5 * GB, importMemoryBytes: 1 * GB, runMemoryBytes: 5 * GB };

test('nothing stands in the way of a small model', () => {
  expect(concerns(small, ROOMY)).toEqual([]);
});

test('a browser that tells nothing is given the benefit of the doubt', () => {
  const limits = { memoryBytes: null, orMore: false, webgpu: true, freeBytes: null };
  expect(concerns(small, limits)).toEqual([]);
});

test('storage that is missing is certain, and what is stored already counts', () => {
  const limits = { ...ROOMY, freeBytes: 0.04 * GB };
  expect(concerns(small, limits)).toEqual([
    { certain: true, kind: 'storage', needed: 0.1 * GB, available: 0.04 * GB },
  ]);
  expect(concerns(small, limits, 0.7)).toEqual([]);
});

test('what exceeds a WASM heap needs WebGPU', () => {
  const kinds = (limits: DeviceLimits) =>
    concerns(huge, limits).map(({ kind, certain }) => [kind, certain]);
  expect(kinds(ROOMY)).toContainEqual(['webgpu', false]);
  expect(kinds({ ...ROOMY, webgpu: false })[0]).toEqual(['webgpu', true]);
});

test('memory is certain only where the browser tells all of it, and doubtful from half of it on', () => {
  const limits = { ...ROOMY, orMore: false, memoryBytes: 0.5 * 2 ** 30 };
  expect(concerns(small, limits)).toMatchObject([{ kind: 'memory', certain: false }]);
  expect(concerns({ ...small, importMemoryBytes: GB }, limits)).toMatchObject([
    { kind: 'memory', certain: true, needed: GB },
  ]);
  expect(concerns({ ...small, importMemoryBytes: 20 * GB }, ROOMY)).toMatchObject([
    { kind: 'memory', certain: false },
  ]);
});
