/** Steps and servers that the tests of imports share. */
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { GOLDENS } from '../../testing/goldens.ts';
import { type HubServer, startHub } from '../../testing/hub/server.ts';
import { writeSyntheticCheckpoint } from '../../testing/synthetic/folder.ts';
import { test as base, expect } from '../fixtures.ts';

export const TINY = join(GOLDENS, 't5-bin/model');
/** INSTRUCTOR's layout with many small layers, so that an import can be interrupted. Random weights, so fp32. */
const LONG = join(import.meta.dirname, '../../.cache/e2e-import/long');
export const TOKEN = 'hf_secret_of_the_tests';
export const WEIGHTS = /pytorch_model\.bin$/;

export const test = base.extend<{ hub: HubServer }, { long: string }>({
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

export { expect } from '@playwright/test';

export async function openModels(page: Page): Promise<Locator> {
  await page.getByTestId('model-pill').click();
  await page.getByTestId('open-models').click();
  return page.getByTestId('models-dialog');
}

/** Inspects a model of the hub and waits for the plan. */
export async function lookAt(page: Page, hub: HubServer, id: string): Promise<void> {
  await page.getByTestId('hub-id').fill(id);
  await page.getByTestId('hub-address').fill(hub.url);
  await page.getByTestId('inspect').click();
}

export async function startInFp32(page: Page): Promise<void> {
  await page.getByTestId('import-plan').getByLabel('fp32').check();
  await page.getByTestId('import-start').click();
}

export async function importFromHub(page: Page, hub: HubServer, id: string): Promise<void> {
  await lookAt(page, hub, id);
  await page.getByTestId('import-start').click();
  await expect(page.getByTestId('import-done')).toBeVisible();
}

/** The files of models in the browser's private file system, finished and begun. Vectors lie beside them. */
export async function filesAtRest(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const found: string[] = [];
    const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
      for await (const [name, entry] of folder.entries()) {
        if (entry.kind === 'file') found.push(path + name);
        else if (path !== '' || name !== 'vectors') {
          await walk(entry as FileSystemDirectoryHandle, `${path}${name}/`);
        }
      }
    };
    await walk(await navigator.storage.getDirectory(), '');
    return found;
  });
}
