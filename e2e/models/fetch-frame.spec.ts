/** The fetch frame reaches other sites, and nothing of this one: the browser itself keeps it so. */
import { join } from 'node:path';
import type { Frame, Worker } from '@playwright/test';
import { servedHeaders } from '../../scripts/build/served-headers.ts';
import { GOLDENS } from '../../testing/goldens.ts';
import { startHub } from '../../testing/hub/server.ts';
import { expect, panelsReady, serveTinyModel, test } from '../fixtures.ts';

/** What each store of the site answers here: the name of the error, or 'open'. */
async function storesOpen(): Promise<Record<string, string>> {
  const attempts: Record<string, () => unknown> = {
    indexedDB: () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('facet');
        request.onsuccess = resolve;
        request.onerror = () => reject(request.error);
      }),
    opfs: () => navigator.storage.getDirectory(),
    caches: () => caches.keys(),
  };
  if (typeof window !== 'undefined') {
    attempts.localStorage = () => localStorage.length;
    attempts.page = () => window.parent.document.title;
  }
  const found: Record<string, string> = {};
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      await attempt();
      found[name] = 'open';
    } catch (error) {
      found[name] = (error as Error).name;
    }
  }
  return found;
}

for (const [host, headers] of [
  ['the headers of the build', undefined],
  ['no headers at all', {}],
] as const) {
  test(`the frame that fetches a model cannot read what the page keeps, with ${host}`, async ({
    page,
  }) => {
    const facet = await serveTinyModel(headers ? { root: 'dist', headers } : { root: 'dist' });
    const hub = await startHub({ 'facet/tiny': { folder: join(GOLDENS, 't5-bin/model') } });
    try {
      await page.goto(facet.url);
      await panelsReady(page);
      await page.getByTestId('model-pill').click();
      await page.getByTestId('open-models').click();
      hub.inject(/pytorch_model/, { kind: 'slow', bytesPerSecond: 60_000 });
      await page.getByTestId('hub-id').fill('facet/tiny');
      await page.getByTestId('hub-address').fill(hub.url);
      await page.getByTestId('inspect').click();

      const find = () => page.frames().find((each) => each !== page.mainFrame());
      await expect.poll(find).toBeDefined();
      const frame = find() as Frame;
      await expect.poll(() => page.workers().some(isFetcher)).toBe(true);
      expect(await frame.evaluate(() => self.origin)).toBe('null');
      const closed = { indexedDB: 'SecurityError', opfs: 'SecurityError', caches: 'SecurityError' };
      expect(await frame.evaluate(storesOpen)).toEqual({
        ...closed,
        localStorage: 'SecurityError',
        page: 'SecurityError',
      });
      const fetcher = page.workers().find(isFetcher) as Worker;
      // Here some are not even there.
      const answers = Object.values(await fetcher.evaluate(storesOpen));
      expect(answers).toHaveLength(3);
      expect(answers).not.toContain('open');
      // The worker that reads the model's files, and writes them down, can ask no other site.
      const reader = page.workers().find((each) => each.url().endsWith('#facet-import')) as Worker;
      const refused = await reader.evaluate(
        (url) =>
          fetch(url).then(
            () => 'answered',
            () => 'refused',
          ),
        hub.url,
      );
      expect(refused).toBe('refused');
      hub.heal();
      await page.getByTestId('import-start').click();
      await expect(page.getByTestId('import-done')).toBeVisible();
      expect(hub.requests.every(({ origin }) => origin === 'null')).toBe(true);
    } finally {
      await hub.close();
      await facet.close();
    }
  });
}

const isFetcher = (worker: Worker) => worker.url().startsWith('blob:null/');

test('another site can show neither the page nor the frame in its own', async ({ page, facet }) => {
  expect(servedHeaders['Content-Security-Policy']).toContain("frame-ancestors 'self'");
  const served = await page.request.get(facet.url);
  expect(served.headers()).toMatchObject({
    'content-security-policy': expect.stringContaining("frame-ancestors 'self'"),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  // Opened by itself, the frame's document belongs to no site either.
  await page.goto(`${facet.url}import.html`);
  expect(await page.evaluate(() => self.origin)).toBe('null');
  expect(await page.evaluate(storesOpen)).toMatchObject({ localStorage: 'SecurityError' });
});
