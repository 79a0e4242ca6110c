/** Without a network: what one visit stores, how a new version comes, and what a host without headers lacks. */
import { createHash } from 'node:crypto';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startHub } from '../../testing/hub/server.ts';
import { expect, panelsReady, pasteTexts, test } from '../fixtures.ts';
import { importFromHub, lookAt, openModels, TINY } from '../models/importing.ts';
import { startServer } from '../server.ts';

// The other tests have none: see playwright.config.ts.
test.use({ serviceWorkers: 'allow' });

async function stored(page: Page): Promise<void> {
  await panelsReady(page);
  await page.getByTestId('privacy-pill').click();
  await expect(page.getByTestId('offline')).toHaveAttribute('data-state', 'ready');
  await page.keyboard.press('Escape');
}

/** A second version: another page, listed with its own checksum. */
async function nextVersion(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await cp('dist', folder, { recursive: true });
  const page = (await readFile(join(folder, 'index.html'), 'utf8')).replace(
    '<title>Facet</title>',
    '<title>Facet, second version</title>',
  );
  await writeFile(join(folder, 'index.html'), page);
  const sum = createHash('sha256').update(page).digest('hex');
  const script = join(folder, 'service-worker.js');
  const list = await readFile(script, 'utf8');
  const listed = list.replace(
    /("?url"?:\s*[`"']index\.html[`"'],\s*"?revision"?:\s*[`"'])[0-9a-f]{64}:\d+|("?revision"?:\s*[`"'])[0-9a-f]{64}:\d+([`"'],\s*"?url"?:\s*[`"']index\.html)/,
    (_, before = '', revision = '', after = '') =>
      `${before || revision}${sum}:${Buffer.byteLength(page)}${after}`,
  );
  expect(listed).not.toBe(list);
  await writeFile(script, listed);
}

test('after one visit Facet works with its server gone; no request carries what is typed', async ({
  page,
}) => {
  const facet = await startServer({ root: 'dist' });
  await page.goto(facet.url);
  await stored(page);
  const sent: string[] = [];
  page.context().on('request', (request) => {
    if (/^https?:/.test(request.url())) sent.push(`${request.url()} ${request.postData() ?? ''}`);
  });
  const before = facet.requests.length;
  // Text, instruction and lens name, all panels, and a dialog whose script no visit has loaded.
  const secret = 'secret-of-the-tests-7f3a';
  await pasteTexts(page, [`A text with a ${secret}`]);
  await page.getByTestId('instruction').fill(`Represent the ${secret} message for clustering: `);
  await page.getByTestId('lens-name').fill(secret);
  await panelsReady(page);
  await page.getByTestId('model-pill').click();
  await page.getByTestId('open-models').click();
  await expect(page.getByTestId('models-dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  // Once all is stored, the server is not even asked for parts that load late.
  expect(facet.requests.slice(before)).toEqual([]);
  expect(sent.filter((each) => each.includes(secret))).toEqual([]);
  expect(sent.filter((each) => !each.startsWith(facet.url))).toEqual([]);

  await facet.close();
  await page.reload();
  await panelsReady(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expect(page.getByTestId('instruction')).toHaveValue(/secret-of-the-tests/);
  await stored(page);
});

test('a new version waits for consent; an old tab keeps its own parts; a broken one changes nothing', async ({
  page,
  context,
}) => {
  const first = await startServer({ root: 'dist' });
  const port = Number(new URL(first.url).port);
  await page.goto(first.url);
  await stored(page);
  await first.close();

  const folder = '.cache/e2e-offline/second';
  await nextVersion(folder);
  const second = await startServer({ root: folder, port });
  try {
    const check = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        await registration?.update().catch(() => undefined);
      });
    // A version that does not come whole is not installed.
    second.inject(/^index\.html$/, { kind: 'corrupt' });
    await check();
    await expect.poll(() => second.requests.filter((path) => path === 'index.html').length).toBe(3);
    await page.reload();
    await panelsReady(page);
    await expect(page).toHaveTitle('Facet');
    await expect(page.getByTestId('update')).toHaveCount(0);

    second.heal();
    // The browser itself may still be at an attempt that began before: a check within it fails with it.
    const update = page.getByTestId('update');
    await expect
      .poll(async () => {
        await check();
        return update.isVisible();
      })
      .toBe(true);
    // Until then the old one is served, whole.
    const other = await context.newPage();
    await other.goto(second.url);
    await expect(other).toHaveTitle('Facet');
    await panelsReady(other);
    await update.click();
    await expect(page).toHaveTitle('Facet, second version');
    await panelsReady(page);
    // The tab that did not consent is not reloaded.
    await expect(other).toHaveTitle('Facet');
    await other.getByTestId('model-pill').click();
    await other.getByTestId('open-models').click();
    await expect(other.getByTestId('models-dialog')).toBeVisible();
    await other.close();
    await page.reload();
    await stored(page);
    const versions = () =>
      page.evaluate(async () =>
        (await caches.keys()).filter((name) => name.startsWith('facet-offline-')),
      );
    await expect.poll(versions).toHaveLength(1);
  } finally {
    await second.close();
  }
});

test('a host without headers gets threads after one reload, and no loop; hubs are reached until the switch shuts them out', async ({
  page,
}) => {
  const plain = await startServer({ root: 'dist', headers: {} });
  const hub = await startHub({ 'facet/tiny': { folder: TINY } });
  try {
    let loads = 0;
    page.on('load', () => loads++);
    await page.goto(plain.url);
    // Also across the reload.
    await page.waitForFunction(() => crossOriginIsolated);
    await stored(page);
    expect(loads).toBe(2);

    const dialog = await openModels(page);
    await importFromHub(page, hub, 'facet/tiny');
    await dialog.getByRole('button', { name: 'Not now' }).click();
    await page.keyboard.press('Escape');
    const asked = hub.requests.length;

    await page.getByTestId('privacy-pill').click();
    await page.getByTestId('work-offline').check();
    await page.keyboard.press('Escape');
    const before = plain.requests.length;
    await openModels(page);
    await lookAt(page, hub, 'facet/tiny');
    await expect(dialog.getByTestId('error')).toContainText(
      'No site is asked while "Work offline" is on',
    );
    expect(page.frames()).toHaveLength(1);
    expect(plain.requests.slice(before)).toEqual([]);
    expect(hub.requests).toHaveLength(asked);
    // The switch is said where it matters, and can be turned off there.
    await expect(page.getByTestId('privacy-pill')).toContainText('Working offline');
    await dialog.getByRole('button', { name: 'Back' }).click();
    await dialog.getByRole('button', { name: 'Turn off “Work offline”' }).click();
    await expect(page.getByTestId('privacy-pill')).toContainText('On this device');
  } finally {
    await hub.close();
    await plain.close();
  }
});
