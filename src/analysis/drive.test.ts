import { expect, test } from 'vitest';
import { drive } from './drive.ts';

test('progress is told a few times a second, however many steps there are, and from the start', async () => {
  const told: number[] = [];
  const began = performance.now();
  function* steps() {
    for (;;) {
      const elapsed = performance.now() - began;
      if (elapsed > 600) return 'done';
      yield elapsed / 600;
    }
  }
  expect(await drive(steps(), { onProgress: (fraction) => told.push(fraction) })).toBe('done');
  expect(told.length).toBeGreaterThan(2);
  expect(told.length).toBeLessThanOrEqual(Math.ceil((performance.now() - began) / 100) + 1);
  expect(told[0]).toBeLessThan(0.5);
  expect(told).toEqual([...told].sort((a, b) => a - b));
});
