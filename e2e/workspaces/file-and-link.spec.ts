/** A workspace as a file and as a link. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { readLink } from '../../src/workspace/workspace-file.ts';
import { expect, panelsReady, test } from '../fixtures.ts';

const name = (page: Page) => page.getByTestId('workspace-menu');

/** Drops a file on the page, as from a file manager. */
async function drop(page: Page, fileName: string, content: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content!], fileName!));
      return data;
    },
    [fileName, content],
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

test('a workspace is saved, changed, and restored from its file', async ({ page, facet }, info) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await page.getByRole('radio', { name: 'Difference' }).click();
  // Also from a field, where the browser's own dialog would save the page.
  await page.getByTestId('instruction').focus();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.keyboard.press('ControlOrMeta+S'),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.facet\.json$/);
  const path = info.outputPath('saved.facet.json');
  await download.saveAs(path);
  const saved = await readFile(path, 'utf8');
  expect(JSON.parse(saved)).toMatchObject({ version: 2, view: { mode: 'difference' } });

  await page.getByRole('radio', { name: 'One lens' }).click();
  await name(page).click();
  await page.getByRole('menuitem', { name: 'New empty workspace' }).click();
  await expect(name(page)).toContainText('Untitled');
  await expect(page.getByTestId('text-row')).toHaveCount(0);

  const chooser = page.waitForEvent('filechooser');
  await name(page).click();
  await page.getByTestId('open-workspace').click();
  await (await chooser).setFiles(path);
  await expect(page.getByTestId('text-row')).toHaveCount(8);
  await expect(page.getByRole('radio', { name: 'Difference' })).toBeChecked();

  // A damaged or newer file gives the reason and changes nothing.
  const bad = JSON.parse(saved);
  bad.texts[2].group = 'C';
  await drop(page, 'bad.json', JSON.stringify(bad));
  await expect(page.getByRole('alert')).toContainText('bad.json was not opened: texts[2].group');
  await drop(page, 'newer.json', JSON.stringify({ ...bad, version: 7 }));
  await expect(page.getByRole('alert')).toContainText('A newer Facet wrote it');
  await expect(page.getByTestId('text-row')).toHaveCount(8);

  // A table goes where a dropped one goes.
  const tables = page.waitForEvent('filechooser');
  await name(page).click();
  await page.getByTestId('open-workspace').click();
  const buffer = Buffer.from('text;label\nOne;a\nTwo;b\n');
  await (await tables).setFiles({ name: 'texts.csv', mimeType: 'text/csv', buffer });
  await expect(page.getByTestId('batch')).toContainText('texts.csv 2 texts');
});

test('a link carries lenses, and texts only if the box is ticked', async ({
  page,
  facet,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(facet.url);
  await panelsReady(page);
  const link = async (): Promise<string> => {
    const copied = page.getByTestId('share-copy');
    await copied.click();
    await expect(page.getByText('Copied.')).toBeVisible();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  await page.getByTestId('lens-name').first().fill('Shared topic');
  await name(page).click();
  await page.getByTestId('share-workspace').click();
  const without = await link();
  await page.getByTestId('share-texts').check();
  await expect(page.getByTestId('share-link')).not.toHaveValue(without);
  const whole = await link();
  const read = await readLink(new URL(without).hash);
  expect(read.hasTexts).toBe(false);
  expect(read.workspace.lenses[0]?.name).toBe('Shared topic');
  expect((await readLink(new URL(whole).hash)).workspace.texts).toHaveLength(16);
  await page.getByRole('button', { name: 'Close', exact: true }).click();

  // Another person's page, with their own texts.
  const other = await context.browser()!.newContext();
  const theirs = await other.newPage();
  await theirs.goto(facet.url);
  await panelsReady(theirs);
  await name(theirs).click();
  await theirs.getByTestId('example-clustering').click();
  const own = await theirs.getByTestId('text-row').first().textContent();
  await theirs.goto(without);
  await expect(theirs.getByTestId('link-dialog')).toContainText('a copy of your texts');
  await theirs.getByTestId('link-open').click();
  await expect(theirs.getByTestId('lens').first()).toContainText('Shared topic');
  await expect(theirs.getByTestId('text-row').first()).toContainText(own!.slice(1, 20));
  expect(new URL(theirs.url()).hash).toBe('');
  // The link opens a new workspace, and theirs is unchanged.
  await theirs.getByRole('button', { name: /^Back to/ }).click();
  await expect(theirs.getByTestId('lens').first()).not.toContainText('Shared topic');

  await theirs.goto(whole.slice(0, -30));
  await expect(theirs.getByRole('alert')).toContainText('cut or changed on its way');
  await other.close();
});
