import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base, type ConsoleMessage, expect, type Page } from '@playwright/test';
import { BUILTIN_MODEL } from '../src/model-folder/builtin.ts';
import { readModelFolder, writeModelFolder } from '../src/node/node-model.ts';
import { nodeOrt } from '../src/node/ort.ts';
import { GOLDENS } from '../testing/goldens.ts';
import { startServer, type TestServer, type TestServerOptions } from './server.ts';

export interface Settings {
  /** Whether the project's browser has a WebGPU adapter. */
  readonly hasWebGpu: boolean;
  /**
   * The model that the page starts with. Most tests look at what the page does with vectors, whatever they are: `tiny` is a
   * one-layer model in place of the built-in one, which takes seconds to load and to embed the examples.
   */
  readonly model: 'tiny' | 'built-in';
}

interface Fixtures extends Settings {
  /** Server of the built page. */
  readonly facet: TestServer;
  /** Server of the built engine harness, with the golden checkpoints under `goldens/`. */
  readonly engineServer: TestServer;
  /** Uncaught errors and console errors of the page. */
  readonly complaints: string[];
}

/** Folder of the model that stands in for the built-in one. */
export const TINY_MODEL = join(import.meta.dirname, '../.cache/e2e-tiny-model');

/**
 * Serves the built page with a one-layer INSTRUCTOR-shaped model in place of the built-in one. The product's own code
 * converts it once for each process of tests.
 */
export async function serveTinyModel(options: TestServerOptions): Promise<TestServer> {
  digest ??= writeTinyModel();
  const to = await digest;
  const { url, digest: from } = BUILTIN_MODEL.source;
  return startServer({
    ...options,
    mounts: { ...options.mounts, [url.replace(/\/$/, '')]: TINY_MODEL },
    // The page takes no other model than the one that it was built with.
    rewrite: { path: /^assets\/.*\.js$/, from, to },
  });
}

let digest: Promise<string> | undefined;

/** @returns its digest, as the page is to expect it. */
async function writeTinyModel(): Promise<string> {
  const model = await readModelFolder(join(GOLDENS, 't5-no-dense/model'), nodeOrt(), {
    name: BUILTIN_MODEL.name,
    precision: 'int8',
  });
  await writeModelFolder(TINY_MODEL, model);
  return JSON.parse(await readFile(join(TINY_MODEL, 'model.json'), 'utf8')).digest;
}

export const test = base.extend<Fixtures>({
  hasWebGpu: [false, { option: true }],
  model: ['tiny', { option: true }],

  /** The page of a returning visitor: the guided start is done. */
  page: async ({ page }, use) => {
    await page.addInitScript(() => {
      // The fetch frame has no storage.
      if (self.origin === 'null') return;
      const name = 'facet-preferences';
      if (localStorage.getItem(name) !== null) return;
      localStorage.setItem(name, JSON.stringify({ state: { guided: true }, version: 1 }));
    });
    await use(page);
  },

  facet: async ({ model }, use) => {
    const server = await (model === 'tiny' ? serveTinyModel : startServer)({ root: 'dist' });
    await use(server);
    await server.close();
  },

  engineServer: async ({ playwright: _ }, use) => {
    const server = await startServer({ root: 'dist-e2e', mounts: { goldens: GOLDENS } });
    await use(server);
    await server.close();
  },

  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message: ConsoleMessage) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await use(complaints);
  },
});

export { expect } from '@playwright/test';

export const PANELS = ['similarity', 'map', 'retrieval'] as const;

/** Waits until all three panels show results, and returns their versions. */
export async function panelsReady(page: Page): Promise<number[]> {
  const versions: number[] = [];
  for (const name of PANELS) {
    const panel = page.locator(`[data-testid=panel-${name}][data-state=ready]`);
    await panel.waitFor({ timeout: 240_000 });
    versions.push(Number(await panel.getAttribute('data-version')));
  }
  return versions;
}

/** Shows one lens in place of the two that the page opens with, and waits for its results. */
export async function throughOneLens(page: Page, lens = 'Topic'): Promise<number[]> {
  await panelsReady(page);
  const map = page.getByTestId('panel-map');
  const changes = async (act: () => Promise<unknown>) => {
    const before = await map.getAttribute('data-version');
    await act();
    await expect(map).not.toHaveAttribute('data-version', before ?? '');
    await panelsReady(page);
  };
  const one = page.getByRole('radio', { name: 'One lens' });
  if (!(await one.isChecked())) await changes(() => one.click());
  const choice = page.getByLabel('Lens', { exact: true });
  if ((await choice.locator('option:checked').textContent()) !== lens) {
    await changes(() => choice.selectOption({ label: lens }));
  }
  return panelsReady(page);
}

/** Opens a workspace's file by its command. */
export async function openWorkspaceFile(page: Page, content: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByTestId('palette-input').fill('Open a file');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({
    ...{ name: 'workspace.json', mimeType: 'application/json' },
    buffer: Buffer.from(content),
  });
}

/** Pastes texts into the shown list from the clipboard, as a person does. */
export async function pasteTexts(page: Page, texts: readonly string[]): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((text) => navigator.clipboard.writeText(text), texts.join('\n'));
  await page.getByTestId('paste-texts').click();
  await page.getByTestId('paste-field').press('ControlOrMeta+V');
  await page.getByTestId('paste-confirm').click();
}
