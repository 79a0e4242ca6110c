/** Similarity: pointing; every figure called a cosine is one, also without Normalize and for texts with nothing to pool. */
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { GOLDENS } from '../../testing/goldens.ts';
import { expect, panelsReady, pasteTexts, test, throughOneLens } from '../fixtures.ts';

const FOLDER = join(import.meta.dirname, '../../.cache/e2e-import/no-normalize');

/** The golden BERT checkpoint without its Normalize module: its vectors have any length. */
async function writeFolder(): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
  await cp(join(GOLDENS, 'bert-safetensors/model'), FOLDER, { recursive: true });
  const modules = ['Transformer', 'Pooling'].map((name, idx) => ({
    ...{ idx, name: `${idx}`, path: idx === 0 ? '' : '1_Pooling' },
    type: `sentence_transformers.models.${name}`,
  }));
  await writeFile(join(FOLDER, 'modules.json'), JSON.stringify(modules));
}

async function importFolder(page: Page): Promise<void> {
  await page.getByTestId('model-pill').click();
  await page.getByTestId('open-models').click();
  await page.getByTestId('models-dialog').getByText('This computer').click();
  await page.getByTestId('model-folder-input').setInputFiles(FOLDER);
  await page.getByTestId('import-plan').getByLabel('fp32').check();
  await page.getByTestId('import-start').click();
  await page.getByTestId('use-now').click();
  await expect(page.getByTestId('model-row').filter({ hasText: 'fp32' })).toContainText('In use');
  await page.keyboard.press('Escape');
  await panelsReady(page);
}

const numbers = (texts: readonly string[]) => texts.map((text) => Number(text.replace('−', '-')));

test('pointing at the matrix shows the two texts and their cosine', async ({ page, facet }) => {
  await page.goto(facet.url);
  await throughOneLens(page);
  const matrix = page.getByTestId('panel-similarity').locator('.plot');
  await expect(matrix.locator('.plotly .heatmaplayer image')).toBeAttached();
  const box = (await matrix.boundingBox())!;
  const card = page.getByTestId('hover-card');
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5);
  await expect(card).toContainText(/A\d .*B\d .*\d\.\d{3}/);
  await page.mouse.move(5, 5);
  await expect(card).toBeHidden();
});

test('a model without Normalize shows cosines, and none for a text without a vector', async ({
  page,
  facet,
}) => {
  await writeFolder();
  await page.goto(facet.url);
  await throughOneLens(page);
  await importFolder(page);

  const similarity = page.getByTestId('panel-similarity');
  const table = similarity.getByRole('button', { name: /Show similarity as a table/ });
  await table.click();
  // Its code comes when it is asked for.
  await similarity.getByRole('table').waitFor();
  const shown = numbers(await similarity.locator('tbody td:last-child').allTextContents());
  expect(shown.length).toBeGreaterThan(20);
  expect(shown.every((value) => Math.abs(value) <= 1)).toBe(true);
  const scores = numbers(await page.getByTestId('ranked-score').allTextContents());
  expect(scores.length).toBeGreaterThan(5);
  expect(scores.every((value) => Math.abs(value) <= 1)).toBe(true);

  // The instruction's end and the text's start become "[SEP]": as in the package, nothing at all is pooled.
  const fusing = 'Represent the sentence for retrieval: [SE';
  await pasteTexts(page, ['P] river']);
  await panelsReady(page);
  const map = page.getByTestId('panel-map');
  const before = await map.getAttribute('data-version');
  await page.getByTestId('instruction').fill(fusing);
  await expect(map).not.toHaveAttribute('data-version', before ?? '');
  await panelsReady(page);

  const row = page.getByTestId('text-row').last();
  await row.scrollIntoViewIfNeeded();
  await expect(row.getByTestId('text-tokens')).toHaveText('no vector');
  for (const panel of [similarity, map]) {
    await expect(panel.getByTestId('without')).toContainText('became one token');
  }
  await expect(map.getByTestId('without')).toContainText('left out of map and clusters');

  // Pinned together with another text, it shows the reason instead of a cosine.
  await row.locator('.text-face').click({ modifiers: ['ControlOrMeta'] });
  await page
    .getByTestId('text-row')
    .first()
    .locator('.text-face')
    .click({ modifiers: ['ControlOrMeta'] });
  const pinned = page.getByTestId('pinned-pair');
  await expect(pinned.getByTestId('no-vector')).toHaveAttribute('title', /became one token/);
  await expect(pinned.getByTestId('pinned-none').first()).toContainText('–');

  await row.getByTestId('text-tokens').click();
  const tokens = page.locator('[data-testid=panel-tokens][data-state=ready]');
  await expect(tokens.getByTestId('reading')).toContainText(
    'Add a space at the instruction’s end.',
  );

  // What helps, as said.
  await page.getByTestId('instruction').fill(`${fusing} `);
  await expect(row.getByTestId('text-tokens')).toHaveText(/^\d+$/);
  await panelsReady(page);
  await expect(page.getByTestId('without')).toHaveCount(0);

  // One word of instruction and text: the end token alone is pooled, which gives a vector, and says so.
  await page.getByTestId('instruction').fill('represen');
  await pasteTexts(page, ['t']);
  const last = page.getByTestId('text-row').last();
  await last.scrollIntoViewIfNeeded();
  await expect(last.getByTestId('text-tokens')).toHaveText('not in the mean');
  await panelsReady(page);
  await expect(page.getByTestId('without')).toHaveCount(0);
});

test('of more than 200 texts, Similarity compares clusters, which open into their texts and close again', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await throughOneLens(page);
  const words = ['the taxi is late', 'my card was declined', 'breakfast at the hotel'];
  const texts = Array.from({ length: 210 }, (_, i) => `${words[i % 3]} ${i}`);
  await pasteTexts(page, texts);
  await panelsReady(page);
  const similarity = page.getByTestId('panel-similarity');
  await expect(similarity.getByTestId('matrix-clusters')).toBeVisible();
  await similarity.getByRole('button', { name: /Show similarity as a table/ }).click();
  await similarity.locator('tbody').getByRole('button', { name: 'Show' }).first().click();
  await panelsReady(page);
  await similarity.getByRole('button', { name: /similarity as a/ }).click();
  await expect(similarity.getByTestId('matrix-inside')).toContainText(/typical of|\(\d+\)/);
  await similarity.getByTestId('matrix-back').click();
  await expect(similarity.getByTestId('matrix-clusters')).toBeVisible();
});
