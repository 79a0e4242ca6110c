import { expect, test } from 'vitest';
import { giveTurn } from './turns.ts';

function work(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

test('an abort is heard between long steps', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('stop')));
  let steps = 0;
  const all = async () => {
    for (; steps < 100; steps++) {
      work(25);
      await giveTurn(controller.signal);
    }
  };
  await expect(all()).rejects.toThrow('stop');
  expect(steps).toBeLessThan(5);
});
