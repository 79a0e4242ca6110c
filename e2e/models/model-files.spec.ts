/** The page when the model's files are missing, damaged or truncated. */
import { expect, panelsReady, test } from '../fixtures.ts';
import type { Fault } from '../server.ts';

const WEIGHTS = /models\/.*\.safetensors/;

type Step = readonly [what: string, path: RegExp, fault: Fault];

// A file that arrived whole is kept: those that fail first leave no other file's failure unseen.
const FAULTS: Readonly<Record<string, readonly Step[]>> = {
  'model.json and the tokenizer': [
    ['model.json answered with the page', /models\/.*model\.json/, { kind: 'html' }],
    ['a tokenizer answered with the page', /models\/.*tokenizer\.json/, { kind: 'html' }],
  ],
  weights: [
    ['answered with the page and status 200', WEIGHTS, { kind: 'html' }],
    ['missing', WEIGHTS, { kind: 'status', status: 404 }],
    ['cut short', WEIGHTS, { kind: 'truncate' }],
    ['with flipped bytes', WEIGHTS, { kind: 'corrupt' }],
    ['on a connection that breaks', WEIGHTS, { kind: 'cut' }],
  ],
};

for (const [files, faults] of Object.entries(FAULTS)) {
  test(`${files} missing, cut or wrong: the error names the file, and loading again works`, async ({
    page,
    facet,
  }) => {
    const error = page.getByTestId('error').filter({ hasText: 'No model is running.' }).first();
    const again = page.getByRole('button', { name: 'Load again' });
    for (const [at, [what, path, fault]] of faults.entries()) {
      facet.heal();
      facet.inject(path, fault);
      const asked = () => facet.requests.filter((file) => path.test(file)).length;
      const before = asked();
      await test.step(what, async () => {
        if (at === 0) await page.goto(facet.url);
        else await again.click();
        await expect.poll(asked).toBeGreaterThan(before);
        await expect(error).toContainText(path);
      });
    }
    // No damaged file may have been kept.
    facet.heal();
    await again.click();
    await expect(page.getByTestId('device-pill')).toContainText('WASM');
    await expect(page.getByTestId('error')).toHaveCount(0);
  });
}

test('a damaged copy in this browser is fetched again', async ({ page, facet }) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const spoilt = await page.evaluate(async () => {
    let count = 0;
    const flip = (bytes: Uint8Array) => {
      const middle = bytes.byteLength >> 1;
      for (let i = middle; i < Math.min(middle + 64, bytes.byteLength); i++) bytes[i]! ^= 0xff;
      count++;
    };
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const response = (await cache.match(request))!;
        const bytes = new Uint8Array(await response.arrayBuffer());
        flip(bytes);
        await cache.put(request, new Response(bytes, { headers: response.headers }));
      }
    }
    const walk = async (folder: FileSystemDirectoryHandle): Promise<void> => {
      for await (const entry of folder.values()) {
        if (entry.kind === 'directory') {
          await walk(entry as FileSystemDirectoryHandle);
          continue;
        }
        const handle = entry as FileSystemFileHandle;
        const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
        flip(bytes);
        const writable = await handle.createWritable();
        await writable.write(bytes);
        await writable.close();
      }
    };
    await walk(await navigator.storage.getDirectory());
    return count;
  });
  expect(spoilt, 'files kept by the page').toBeGreaterThan(0);
  const before = facet.requests.filter((path) => WEIGHTS.test(path)).length;
  await page.reload();
  await panelsReady(page);
  expect(facet.requests.filter((path) => WEIGHTS.test(path)).length).toBeGreaterThan(before);
  await expect(page.getByTestId('error')).toHaveCount(0);
});

test('loading shows bytes, can be cancelled, and begun again', async ({ page, facet }) => {
  facet.inject(WEIGHTS, { kind: 'delay', ms: 5000 });
  await page.goto(facet.url);
  const progress = page.getByTestId('load-progress');
  await expect(progress).toContainText(/of \d+(\.\d+)? [kM]B/);
  // The runtime is fetched while the weights are still arriving …
  await expect.poll(() => facet.requests.some((path) => path.endsWith('.wasm'))).toBe(true);
  await expect(progress).toBeVisible();
  await progress.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Loading was cancelled.')).toBeVisible();
  // … by workers that a cancelled load ends.
  await expect
    .poll(() => page.workers().filter((worker) => worker.url().endsWith('#facet-runner')).length)
    .toBe(0);
  facet.heal();
  await page.getByRole('button', { name: 'Load again' }).click();
  await panelsReady(page);
});
