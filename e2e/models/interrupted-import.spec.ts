/** Imports that are paused, cancelled, cut off or refused, and what a second try fetches. */
import type { Page } from '@playwright/test';
import type { HubServer } from '../../testing/hub/server.ts';
import { panelsReady } from '../fixtures.ts';
import {
  expect,
  filesAtRest,
  lookAt,
  openModels,
  startInFp32,
  test,
  WEIGHTS,
} from './importing.ts';

/** Bytes that every opening fetches of the long model's 6.5 MB: the file's start, and its end with the directory. */
const OPENING = 2 ** 18 + 2 ** 17;
/** Bytes of one of its layers. */
const LAYER = 394_000;
/**
 * Bytes that may be sent twice after an interruption: the layer in progress, the next one being read, and
 * the part of the last layer that lies beside the directory.
 */
const TWICE = 2.5 * LAYER;

/** Finished source bytes that the dialog shows. */
async function doneBytes(page: Page): Promise<number> {
  return Number(await page.getByTestId('import-progress').getAttribute('data-done'));
}

/** Bytes of the long model's weights that were sent more than once, without those that each opening fetches. */
function sentTwice(hub: HubServer, openings: number): number {
  const { bytes, distinct } = hub.traffic(WEIGHTS).get('facet/long/pytorch_model.bin')!;
  return bytes - distinct - (openings - 1) * OPENING;
}

test('a server without Range requests: the file stays on the disk only while it is read', async ({
  page,
  facet,
  hub,
}) => {
  await page.goto(facet.url);
  await openModels(page);
  // A file left behind by a closed tab.
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const scratch = await root.getDirectoryHandle('scratch', { create: true });
    const stale = await scratch.getDirectoryHandle('stale', { create: true });
    await stale.getFileHandle('1', { create: true });
  });
  hub.inject(WEIGHTS, { kind: 'no-range' });
  const scratch = async () =>
    (await filesAtRest(page)).filter((file) => file.startsWith('scratch/'));
  // Inspecting and dismissing leaves no file.
  await lookAt(page, hub, 'facet/long');
  await page.getByTestId('import-plan').waitFor();
  expect(await scratch()).toEqual([expect.not.stringContaining('stale')]);
  await page.getByTestId('import-plan').getByRole('button', { name: 'Back' }).click();
  await expect.poll(scratch).toEqual([]);
  await expect.poll(() => page.frames().length).toBe(1);

  const sent = () => hub.traffic(WEIGHTS).get('facet/long/pytorch_model.bin')!.bytes;
  const before = sent();
  await lookAt(page, hub, 'facet/long');
  await page.getByTestId('import-plan').waitFor();
  const once = sent() - before;
  await startInFp32(page);
  await page.getByTestId('import-done').waitFor();
  // The import read the files that the inspection fetched.
  expect(sent() - before).toBe(once);
  expect(await scratch()).toEqual([]);
  await page.getByTestId('use-now').click();
  await expect(page.getByTestId('model-pill')).toContainText('long');
});

test('a paused import keeps finished work, and resumes from there', async ({
  page,
  facet,
  hub,
}) => {
  await page.goto(facet.url);
  await openModels(page);
  hub.inject(WEIGHTS, { kind: 'slow', bytesPerSecond: 400_000 });
  await lookAt(page, hub, 'facet/long');
  await startInFp32(page);
  await expect.poll(async () => (await filesAtRest(page)).length).toBeGreaterThan(3);
  await page.getByTestId('import-pause').click();
  await expect(page.getByTestId('import-paused')).toContainText('are done and kept');
  await expect.poll(() => page.frames().length).toBe(1);
  const kept = (await filesAtRest(page)).length;
  expect(kept).toBeGreaterThan(3);
  hub.heal();
  await page.getByTestId('import-resume').click();
  await page.getByTestId('import-done').waitFor();
  expect((await filesAtRest(page)).length).toBeGreaterThanOrEqual(kept);
});

test('a cancelled import leaves nothing', async ({ page, facet, hub }) => {
  await page.goto(facet.url);
  await openModels(page);
  hub.inject(WEIGHTS, { kind: 'slow', bytesPerSecond: 400_000 });
  await lookAt(page, hub, 'facet/long');
  await startInFp32(page);
  await expect.poll(async () => (await filesAtRest(page)).length).toBeGreaterThan(3);
  await page.getByTestId('import-cancel').click();
  await expect(page.getByText('Add a model')).toBeVisible();
  await expect.poll(() => filesAtRest(page)).toEqual([]);
  await expect.poll(() => page.frames().length).toBe(1);
  await expect(page.getByTestId('model-row')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('import-status')).toHaveCount(0);
});

test('an import whose tab was closed resumes, and fetches nothing twice', async ({
  page,
  context,
  facet,
  hub,
}) => {
  await page.goto(facet.url);
  await openModels(page);
  hub.inject(WEIGHTS, { kind: 'slow', bytesPerSecond: 1_000_000 });
  await lookAt(page, hub, 'facet/long');
  await startInFp32(page);
  await expect.poll(() => doneBytes(page)).toBeGreaterThan(2.5e6);
  await page.close();
  hub.heal();
  const ofFirst = hub.traffic(WEIGHTS).get('facet/long/pytorch_model.bin')!;

  const next = await context.newPage();
  await next.goto(facet.url);
  const dialog = await openModels(next);
  // An incomplete model is not offered, and its size is shown.
  await expect(next.getByTestId('model-row')).toHaveCount(1);
  await expect(next.getByTestId('unfinished-row')).toContainText(
    /facet\/long.*not finished, .* kept/,
  );
  await lookAt(next, hub, 'facet/long');
  await expect(dialog).toContainText('An earlier import ended after');
  // The precision of the unfinished import is selected.
  await next.getByTestId('import-start').click();
  await expect(next.getByTestId('import-done')).toBeVisible();
  await next.getByTestId('use-now').click();
  expect(ofFirst.distinct).toBeGreaterThan(2e6);
  // Two inspections and two runs.
  expect(sentTwice(hub, 4)).toBeLessThan(TWICE);
  await next.keyboard.press('Escape');
  await panelsReady(next);
  await expect(next.getByTestId('model-pill')).toContainText('long');
});

test('a failed import names the remedy, and trying again resumes', async ({ page, facet, hub }) => {
  await page.goto(facet.url);
  const dialog = await openModels(page);
  hub.inject(/config\.json$/, { kind: 'html' });
  await lookAt(page, hub, 'facet/long');
  await expect(dialog.getByTestId('error')).toContainText(
    /config\.json: .*web page instead of the file/,
  );
  hub.heal();
  await page.getByTestId('import-retry').click();
  await expect(page.getByTestId('import-plan')).toBeVisible();

  hub.inject(WEIGHTS, { kind: 'not-satisfiable' }, { skip: 70 });
  await startInFp32(page);
  await expect(dialog.getByTestId('error')).toContainText(/pytorch_model\.bin: .*HTTP 416/);
  const before = hub.traffic(WEIGHTS).get('facet/long/pytorch_model.bin')!;
  hub.heal();
  await page.getByTestId('import-retry').click();
  await expect(page.getByTestId('import-done')).toBeVisible();
  expect(before.distinct).toBeGreaterThan(OPENING + TWICE);
  // One inspection and two runs.
  expect(sentTwice(hub, 3)).toBeLessThan(TWICE);
});

test('a full disk stops an import with a remedy, and the rest follows when there is room', async ({
  page,
  context,
  facet,
  hub,
}) => {
  await page.goto(facet.url);
  const cdp = await context.newCDPSession(page);
  const { origin } = new URL(facet.url);
  // Chromium enforces this quota but reports the usual one to pages.
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 3e6 });
  const dialog = await openModels(page);
  await lookAt(page, hub, 'facet/long');
  await startInFp32(page);
  await expect(dialog.getByTestId('error')).toContainText(/full: remove a model/);
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1e8 });
  await page.getByTestId('import-retry').click();
  await expect(page.getByTestId('import-done')).toBeVisible();
  // One inspection and two runs.
  expect(sentTwice(hub, 3)).toBeLessThan(TWICE);
});
