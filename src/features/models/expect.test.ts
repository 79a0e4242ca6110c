import { expect, test } from 'vitest';
import { OFFICIAL_MODELS } from '../../importer/official.ts';
import { importSeconds, measured, textsPerSecond } from './expect.ts';

/** facet-mini on the machine of docs/benchmarks.md. */
const MINI = { device: 'wasm', precision: 'int8', layerParameters: 10.65e6 } as const;
const machine = measured(MINI, 149 * 22.9)!;
const of = (name: string, precision = 'int8') => {
  const { choices } = OFFICIAL_MODELS.find(({ id }) => id.endsWith(name))!;
  return choices.find((choice) => choice.precision === precision)!;
};

test('what it expects of that machine is what was measured there', () => {
  // 18.3 texts of 22.9 tokens a second; imports of 13, 41 and 153 s, and of 25 s in 4 bits.
  expect((textsPerSecond(of('base'), machine) * 25) / 22.9).toBeCloseTo(18.3, -1);
  expect(importSeconds(of('base'), machine, 1)).toBeCloseTo(13, -0.7);
  expect(Math.abs(importSeconds(of('large'), machine, 1)! - 41)).toBeLessThan(5);
  expect(Math.abs(importSeconds(of('xl'), machine, 1)! - 153)).toBeLessThan(15);
  expect(Math.abs(importSeconds(of('base', 'int4'), machine, 1)! - 25)).toBeLessThan(4);
});

test('the memory of an import is what was measured, within a sixth', () => {
  for (const [name, measuredBytes] of [
    ['base', 0.3e9],
    ['large', 0.34e9],
    ['xl', 0.74e9],
  ] as const) {
    const { importMemoryBytes } = of(name);
    expect(Math.abs(importMemoryBytes / measuredBytes - 1)).toBeLessThan(1 / 6);
  }
});

test('a slower device is slower, fp32 on WASM too, and a GPU says nothing of imports', () => {
  const half = measured(MINI, (149 * 22.9) / 2)!;
  expect(importSeconds(of('base'), half, 1)).toBeCloseTo(
    2 * importSeconds(of('base'), machine, 1)!,
  );
  expect(measured({ ...MINI, precision: 'fp32' }, 1000)!.operations).toBe(
    2 * measured(MINI, 1000)!.operations,
  );
  expect(importSeconds(of('base'), { ...machine, device: 'webgpu' }, 1)).toBeNull();
  expect(measured(null, 1000)).toBeNull();
  expect(measured(MINI, null)).toBeNull();
});
