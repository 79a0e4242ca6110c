/** On each device: its choice, other vectors for another instruction, and recovery from a wrong or lost device. */
import type { Page } from '@playwright/test';
import { expect, panelsReady, pasteTexts, test, throughOneLens } from '../fixtures.ts';
import { newerThan } from '../panels/steps.ts';
import {
  CRASHABLE,
  DESTROYABLE_GPU,
  RUNNER_SCRIPT,
  recordAnswers,
  tell,
  WRONG_GPU,
} from '../preludes.ts';

const devicePill = (page: Page) => page.getByTestId('device-pill');

const lines = (count: number) =>
  Array.from({ length: count }, (_, i) => `Line ${i} of a list on subject ${i % 5}.`);

/** Waits until some but not all texts of the job are embedded. */
async function midway(page: Page): Promise<void> {
  const job = page.getByTestId('job-progress');
  await expect
    .poll(async () => Number(await job.getAttribute('data-done')), { intervals: [50] })
    .toBeGreaterThan(0);
  await expect(job).toBeVisible();
}

/** The closest pairs in the similarity panel's table. */
async function similarityTable(page: Page): Promise<string | null> {
  const panel = page.getByTestId('panel-similarity');
  await panel.getByRole('button', { name: 'Show similarity as a table' }).click();
  const words = await panel.getByRole('table').textContent();
  await panel.getByRole('button', { name: 'Show similarity as a chart' }).click();
  return words;
}

test('another instruction gives other numbers; a device can be pinned, and stays pinned', {
  tag: '@device',
}, async ({ page, facet, hasWebGpu }) => {
  await page.goto(facet.url);
  const versions = await panelsReady(page);
  const before = await similarityTable(page);
  await page.getByTestId('instruction').fill('Represent the length of the sentence: ');
  await newerThan(page, 'similarity', versions[0]!);
  await newerThan(page, 'map', versions[1]!);
  expect(await similarityTable(page)).not.toBe(before);

  await page.getByTestId('device-select').selectOption('wasm');
  await expect(devicePill(page)).toContainText('WASM');
  await panelsReady(page);
  await page.reload();
  await panelsReady(page);
  await expect(devicePill(page)).toContainText('WASM');
  await page.getByTestId('device-select').selectOption('auto');
  await expect(devicePill(page)).toContainText(hasWebGpu ? 'WebGPU' : 'WASM');
  await panelsReady(page);
});

test('WebGPU chosen but missing: WASM runs, and the page says so', { tag: '@device' }, async ({
  page,
  facet,
  hasWebGpu,
}) => {
  test.skip(hasWebGpu, 'needs a browser without WebGPU');
  await page.goto(facet.url);
  await panelsReady(page);
  await page.getByTestId('device-select').selectOption('webgpu');
  await expect(devicePill(page)).toContainText('not as chosen');
  await panelsReady(page);
  await devicePill(page).click();
  await expect(page.getByText('WebGPU was not used:')).toBeVisible();
  await expect(page.getByText(/CPU, \d+ workers? × \d+ threads?/)).toBeVisible();
});

test('a GPU device lost in the middle of a run: everything is embedded, once', {
  tag: '@device',
}, async ({ page, facet, hasWebGpu }) => {
  test.skip(!hasWebGpu, 'needs WebGPU');
  facet.inject(RUNNER_SCRIPT, { kind: 'prelude', code: DESTROYABLE_GPU });
  const answers = await recordAnswers(page);
  await page.goto(facet.url);
  const versions = await throughOneLens(page);
  await pasteTexts(page, lines(150));
  await midway(page);
  await tell(page, 'destroy');
  await expect(page.getByText(/^Recovered on/)).toBeVisible({ timeout: 240_000 });
  expect(await answers()).toContain('destroyed');
  const after = await panelsReady(page);
  expect(after[1]).toBeGreaterThan(versions[1]!);
  await expect(page.getByTestId('error')).toHaveCount(0);
  await expect(page.getByTestId('last-run')).toHaveText(/^150 texts embedded/);
});

test('a crashed worker in the middle of a run: everything is embedded, once', {
  tag: '@device',
}, async ({ page, facet, hasWebGpu }) => {
  // The software adapter takes as long for these as WASM does for all.
  const count = hasWebGpu ? 100 : 400;
  facet.inject(RUNNER_SCRIPT, { kind: 'prelude', code: CRASHABLE });
  const answers = await recordAnswers(page);
  await page.goto(facet.url);
  await throughOneLens(page);
  await pasteTexts(page, lines(count));
  await midway(page);
  await tell(page, 'crash');
  await expect(page.getByText(/^Recovered on/)).toBeVisible({ timeout: 240_000 });
  expect(await answers()).toContain('crashed');
  await panelsReady(page);
  await expect(page.getByTestId('error')).toHaveCount(0);
  await expect(page.getByTestId('last-run')).toHaveText(new RegExp(`^${count} texts embedded`));
});

test('a GPU that computes wrong numbers is refused, and the page says why', {
  tag: '@device',
}, async ({ page, facet, hasWebGpu }) => {
  test.skip(!hasWebGpu, 'needs WebGPU');
  facet.inject(RUNNER_SCRIPT, { kind: 'prelude', code: WRONG_GPU });
  const answers = await recordAnswers(page);
  await page.goto(facet.url);
  await panelsReady(page);
  expect(await answers()).toContain('distorted');
  await expect(devicePill(page)).toContainText('WASM');
  await expect(devicePill(page)).toContainText('fallback');
  await devicePill(page).click();
  await expect(page.getByText('WebGPU was not used:')).toBeVisible();
});
