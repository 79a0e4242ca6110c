/** Importing models as a person does: from a hub or this computer; interrupted, resumed and removed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { servedHeaders } from '../scripts/build/served-headers.ts';
import { readModelFolder, writeModelFolder } from '../src/node/node-model.ts';
import { nodeOrt } from '../src/node/ort.ts';
import { GOLDENS } from '../testing/goldens.ts';
import { type HubServer, startHub } from '../testing/hub/server.ts';
import { writeSyntheticCheckpoint } from '../testing/synthetic/folder.ts';
import { test as base, expect, panelsReady } from './fixtures.ts';
import { startServer } from './server.ts';

const TINY = join(GOLDENS, 't5-bin/model');
/** INSTRUCTOR's layout with many small layers, so that an import can be interrupted. Random weights, so fp32. */
const LONG = join(import.meta.dirname, '../.cache/e2e-import/long');
const TOKEN = 'hf_secret_of_the_tests';
const WEIGHTS = /pytorch_model\.bin$/;
/** Bytes that every opening fetches of the long model's 6.5 MB: the file's start, and its end with the directory. */
const OPENING = 2 ** 18 + 2 ** 17;
/** Bytes of one of its layers. */
const LAYER = 394_000;
/**
 * Bytes that may be sent twice after an interruption: the layer in progress, the next one being read, and
 * the part of the last layer that lies beside the directory.
 */
const TWICE = 2.5 * LAYER;

const test = base.extend<{ hub: HubServer }, { long: string }>({
  long: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads fixtures from a pattern.
    async ({}, use) => {
      const options = {
        size: 'tiny',
        layers: 16,
        container: 'bin',
        dtype: 'fp32',
        seed: 7,
      } as const;
      await writeSyntheticCheckpoint(LONG, options);
      await use(LONG);
    },
    { scope: 'worker' },
  ],
  hub: async ({ long }, use) => {
    const hub = await startHub({
      'facet/tiny': { folder: TINY },
      'facet/long': { folder: long },
      'facet/gated': { folder: TINY, access: 'gated', readers: [TOKEN] },
    });
    await use(hub);
    await hub.close();
  },
});

async function openModels(page: Page): Promise<Locator> {
  await page.getByTestId('model-pill').click();
  await page.getByTestId('open-models').click();
  return page.getByTestId('models-dialog');
}

/** Inspects a model of the hub and waits for the plan. */
async function lookAt(page: Page, hub: HubServer, id: string): Promise<void> {
  await page.getByTestId('hub-id').fill(id);
  await page.getByTestId('hub-address').fill(hub.url);
  await page.getByTestId('inspect').click();
}

async function startInFp32(page: Page): Promise<void> {
  await page.getByTestId('import-plan').getByLabel('fp32').check();
  await page.getByTestId('import-start').click();
}

async function importFromHub(page: Page, hub: HubServer, id: string): Promise<void> {
  await lookAt(page, hub, id);
  await page.getByTestId('import-start').click();
  await expect(page.getByTestId('import-done')).toBeVisible();
}

/** Finished source bytes that the dialog shows. */
async function doneBytes(page: Page): Promise<number> {
  return Number(await page.getByTestId('import-progress').getAttribute('data-done'));
}

/** Bytes of the long model's weights that were sent more than once, without those that each opening fetches. */
function sentTwice(hub: HubServer, openings: number): number {
  const { bytes, distinct } = hub.traffic(WEIGHTS).get('facet/long/pytorch_model.bin')!;
  return bytes - distinct - (openings - 1) * OPENING;
}

/** All files in the browser's private file system. */
async function filesAtRest(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const found: string[] = [];
    const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
      for await (const [name, entry] of folder.entries()) {
        if (entry.kind === 'file') found.push(path + name);
        else await walk(entry as FileSystemDirectoryHandle, `${path}${name}/`);
      }
    };
    await walk(await navigator.storage.getDirectory(), '');
    return found;
  });
}

/** Fetches an address: 'answered', or the policy's directive that refused it. */
function attempt(url: string): Promise<string> {
  const violation = new Promise<string>((resolve) => {
    self.addEventListener('securitypolicyviolation', (event) =>
      resolve((event as SecurityPolicyViolationEvent).effectiveDirective),
    );
  });
  return fetch(url).then(
    () => 'answered',
    () => violation,
  );
}

for (const [host, headers] of [
  ['the headers of the build', servedHeaders],
  ['no headers at all', {}],
] as const) {
  test(`imports a model from a hub while the page itself reaches no other site, with ${host}`, async ({
    page,
    hub,
    complaints,
  }) => {
    // The frame has its own headers, which the server sends by default.
    const facet = await startServer(
      headers === servedHeaders ? { root: 'dist' } : { root: 'dist', headers },
    );
    try {
      await page.goto(facet.url);
      await panelsReady(page);
      const dialog = await openModels(page);
      await expect(dialog.getByTestId('offer-instructor-xl')).toContainText('4.97 GB');
      expect(hub.requests).toEqual([]);
      expect(page.frames()).toHaveLength(1);

      hub.inject(WEIGHTS, { kind: 'slow', bytesPerSecond: 100_000 });
      await lookAt(page, hub, 'facet/tiny');
      await expect(page.getByTestId('import-plan')).toContainText('T5 encoder, 2 layers');
      await expect(page.getByTestId('import-plan')).toContainText('754 kB');
      // Inspection and import each need the frame, the time between does not.
      await expect.poll(() => page.frames().length).toBe(1);
      await page.getByTestId('import-start').click();
      const urls = () => page.frames().map((frame) => frame.url());
      await expect.poll(urls).toEqual([facet.url, `${facet.url}import.html`]);
      expect(await page.evaluate(attempt, `${hub.url}/facet/tiny/resolve/main/config.json`)).toBe(
        'connect-src',
      );

      // The import continues behind the closed dialog, and the page stays usable.
      await page.keyboard.press('Escape');
      await expect(page.getByTestId('import-status')).toContainText('Importing tiny');
      hub.heal();
      await page.getByTestId('import-status').getByText('Use it now').click();
      await expect(page.getByTestId('model-pill')).toContainText('tiny');
      await panelsReady(page);
      expect(page.frames()).toHaveLength(1);
      expect(await page.evaluate(attempt, `${hub.url}/facet/tiny/resolve/main/config.json`)).toBe(
        'connect-src',
      );
      await page.getByTestId('privacy-pill').click();
      await expect(page.getByText('0 requests')).toHaveCount(2);
      // Only the refusals that this test provoked.
      expect(complaints.filter((each) => !/Content Security Policy/.test(each))).toEqual([]);

      // The next visit has no network: it asks neither the hub nor for the built-in model.
      await hub.close();
      const before = facet.requests.length;
      facet.inject(/^models\//, { kind: 'status', status: 503 });
      await page.reload();
      await panelsReady(page);
      await expect(page.getByTestId('model-pill')).toContainText('tiny');
      expect(facet.requests.slice(before).filter((path) => path.startsWith('models/'))).toEqual([]);
    } finally {
      await facet.close();
    }
  });
}

test('the fetch frame answers only to its own page', async ({ page, facet }) => {
  await page.goto(`${facet.url}import.html`);
  const answered = await page.evaluate(async () => {
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((resolve) => {
      port1.onmessage = resolve;
      setTimeout(() => resolve(null), 1000);
    });
    window.postMessage({ kind: 'port' }, '*', [port2]);
    return (await answer) !== null;
  });
  expect(answered).toBe(false);
  expect(page.workers()).toEqual([]);
});

test('a folder of this computer is imported by the page itself, under its own policy', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  const dialog = await openModels(page);
  await dialog.getByText('This computer').click();
  await page.getByTestId('model-folder-input').setInputFiles(TINY);
  await expect(page.getByTestId('import-plan')).toContainText('model');
  await page.getByTestId('import-plan').getByLabel('fp32').check();
  await page.getByTestId('import-start').click();
  await page.getByTestId('use-now').click();
  expect(page.frames()).toHaveLength(1);
  await expect(
    page.getByTestId('model-row').filter({ hasText: 'fp32 · 64 dimensions' }),
  ).toContainText('In use');
  await page.keyboard.press('Escape');
  await panelsReady(page);
  await expect(page.getByTestId('model-pill')).toContainText('fp32');
});

test('a folder dropped on the dialog is a model, not texts', async ({ page, context, facet }) => {
  await page.goto(facet.url);
  const dialog = await openModels(page);
  const box = (await dialog.boundingBox())!;
  const cdp = await context.newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await cdp.send('Input.dispatchDragEvent', {
      type,
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      data: { items: [], files: [TINY], dragOperationsMask: 1 },
    });
  }
  await expect(page.getByTestId('import-plan')).toContainText('T5 encoder, 2 layers');
  await expect(page.getByTestId('paste-field')).toHaveCount(0);
});

test('a folder that Facet wrote is copied unchanged, dropped or by address', async ({
  page,
  hub,
}) => {
  const folder = join(import.meta.dirname, '../.cache/e2e-import/written');
  const model = await readModelFolder(TINY, nodeOrt(), { name: 'written', precision: 'int8' });
  await writeModelFolder(folder, model);
  await hub.publish('facet/written', { folder });
  const facet = await startServer({ root: 'dist' });
  try {
    await page.goto(facet.url);
    const dialog = await openModels(page);
    const names = ['model.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'];
    const files = await Promise.all(
      names.map(async (name) => ({
        name,
        text: (await readFile(join(folder, name))).toString('base64'),
      })),
    );
    const data = await page.evaluateHandle((given) => {
      const transfer = new DataTransfer();
      for (const { name, text } of given) {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
      }
      return transfer;
    }, files);
    await dialog.dispatchEvent('drop', { dataTransfer: data });
    const plan = page.getByTestId('import-plan');
    await expect(plan).toContainText('quantised already');
    await expect(plan.getByRole('radio')).toHaveCount(1);
    await page.getByTestId('import-start').click();
    await expect(page.getByTestId('import-done')).toContainText('written');
    await dialog.getByText('Not now').click();

    await dialog.getByText('An address').click();
    await page.getByTestId('folder-url').fill(`${hub.url}/facet/written/resolve/main/`);
    await page.getByTestId('inspect').click();
    await page.getByTestId('import-start').click();
    await page.getByTestId('use-now').click();
    await page.keyboard.press('Escape');
    await panelsReady(page);
    await expect(page.getByTestId('model-pill')).toContainText('written');
  } finally {
    await facet.close();
  }
});

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

test('a private model asks for an access token, which is sent to its hub only and not kept', async ({
  page,
  facet,
  hub,
}) => {
  await page.goto(facet.url);
  const dialog = await openModels(page);
  await lookAt(page, hub, 'facet/gated');
  await expect(dialog.getByTestId('error')).toContainText('access token');
  await dialog.getByText('Back').click();
  await page.getByTestId('access-token').fill(TOKEN);
  await page.getByTestId('inspect').click();
  await page.getByTestId('import-start').click();
  await expect(page.getByTestId('import-done')).toBeVisible();
  const told = hub.requests.filter(({ authorization }) => authorization === `Bearer ${TOKEN}`);
  expect(told.length).toBeGreaterThan(0);
  expect(told.filter(({ host }) => host !== 'hub')).toEqual([]);
  const kept = await page.evaluate(async () => {
    const parts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    const walk = async (folder: FileSystemDirectoryHandle): Promise<void> => {
      for await (const entry of folder.values()) {
        if (entry.kind === 'directory') await walk(entry as FileSystemDirectoryHandle);
        else if (entry.name.endsWith('.json')) {
          parts.push(await (await (entry as FileSystemFileHandle).getFile()).text());
        }
      }
    };
    await walk(await navigator.storage.getDirectory());
    return parts.join('\n');
  });
  expect(kept).toContain('facet/gated');
  expect(kept).not.toContain(TOKEN);
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

test('a model is removed, with undo until the message has gone', async ({ page, facet, hub }) => {
  await page.goto(facet.url);
  const dialog = await openModels(page);
  await importFromHub(page, hub, 'facet/tiny');
  await page.getByTestId('use-now').click();
  await expect(page.getByTestId('model-pill')).toContainText('tiny');

  await dialog.getByRole('button', { name: 'Remove tiny' }).click();
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(dialog.getByText('was removed')).toHaveCount(0);
  await expect(page.getByTestId('model-pill')).toContainText('tiny');
  expect(await filesAtRest(page)).not.toEqual([]);

  await dialog.getByRole('button', { name: 'Remove tiny' }).click();
  await expect(dialog.getByText('was removed')).toBeVisible();
  await expect(dialog.getByText('was removed')).toHaveCount(0, { timeout: 15_000 });
  expect(await filesAtRest(page)).toEqual([]);
  await page.reload();
  await panelsReady(page);
  await expect(page.getByTestId('model-pill')).toContainText('facet-mini');
});

test('a chosen model damaged on disk gives way to the built-in one, with the reason', async ({
  page,
  facet,
  hub,
}) => {
  await page.goto(facet.url);
  await openModels(page);
  await importFromHub(page, hub, 'facet/tiny');
  await page.getByTestId('use-now').click();
  await page.keyboard.press('Escape');
  await panelsReady(page);
  await page.evaluate(async () => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
    for await (const folder of root.values()) {
      for await (const entry of (folder as FileSystemDirectoryHandle).values()) {
        if (!entry.name.endsWith('.safetensors')) continue;
        const handle = entry as FileSystemFileHandle;
        const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
        bytes[bytes.length >> 1]! ^= 0xff;
        const writable = await handle.createWritable();
        await writable.write(bytes);
        await writable.close();
      }
    }
  });
  await page.reload();
  await panelsReady(page);
  await expect(page.getByTestId('model-pill')).toContainText('facet-mini');
  await expect(page.getByRole('note').filter({ hasText: 'could not be loaded' })).toContainText(
    /damaged in this browser; .*The built-in one is used/,
  );
  await page.reload();
  await panelsReady(page);
  await expect(page.getByText('could not be loaded')).toHaveCount(0);
});
