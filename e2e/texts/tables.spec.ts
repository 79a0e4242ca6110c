/** Tables from files and the clipboard: columns, separators, encodings, problems. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { test as base, expect, panelsReady, serveTinyModel } from '../fixtures.ts';

/** What most tests here look at is the dialog alone: they share a page, which takes longer to start than they do. */
const test = base.extend<{ dialogPage: Page }, { shared: { page: Page; complaints: string[] } }>({
  shared: [
    async ({ browser }, use) => {
      const server = await serveTinyModel({ root: 'dist' });
      const context = await browser.newContext({
        serviceWorkers: 'block',
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await page.goto(server.url);
      await page.getByRole('button', { name: 'Skip' }).click();
      await use({ page, complaints });
      await context.close();
      await server.close();
    },
    { scope: 'worker' },
  ],
  dialogPage: async ({ shared: { page, complaints } }, use) => {
    await use(page);
    expect(complaints).toEqual([]);
    const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
    if (await cancel.isVisible()) await cancel.click();
  },
});

test('a table brings texts with their labels, by the columns chosen', async ({ page, facet }) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await page.getByRole('button', { name: 'Remove all of group A' }).click();
  await page.getByRole('tab', { name: /^B/ }).click();
  await page.getByRole('button', { name: 'Remove all of group B' }).click();
  await page.getByRole('tab', { name: /^A/ }).click();
  await page.getByTestId('paste-texts').click();
  const rows = ['Cancel my flight', 'Cancel my room', 'What is my balance', 'Is my card blocked'];
  const csv = `intent,note,words\n${rows.map((text, i) => `${i < 2 ? 'travel' : 'bank'},${i},"${text}, <b>please</b>"`).join('\n')}\n`;
  await page.getByTestId('file-input').setInputFiles([
    { name: 'gold.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) },
    {
      name: 'broken.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('text,note\n"a, b",c\n"open,d\n'),
    },
  ]);
  const broken = page.getByTestId('batch').filter({ hasText: 'broken.csv' });
  await broken.getByTestId('problems').locator('summary').click();
  await expect(broken).toContainText('Line 3: a quoted cell is not closed');
  await page.getByRole('button', { name: 'Leave out broken.csv' }).click();
  await expect(page.getByTestId('text-column')).toHaveValue('2');
  await expect(page.getByTestId('label-column')).toHaveValue('0');
  await page.getByTestId('paste-confirm').click();
  await expect(page.getByTestId('text-row')).toHaveCount(4);
  await expect(page.getByTestId('text-row').first()).toContainText(
    'Cancel my flight, <b>please</b>',
  );
  await expect(page.getByTestId('text-label').first()).toHaveValue('travel');
  const gold = page.getByTestId('gold');
  await expect(gold).toContainText('Clusters against the labels of 4 texts (travel, bank)');
  await expect(gold).toContainText('V-measure');

  // The map takes its colours from any column, says the values in its table, and remembers the choice.
  await page.getByTestId('map-colour').selectOption({ label: 'note' });
  await expect(page.getByTestId('scale-low').first()).toHaveText('0');
  await expect(page.getByTestId('scale-high').first()).toHaveText('3');
  await page.getByRole('button', { name: 'Show map as a table' }).click();
  await expect(page.getByTestId('value-head')).toHaveText('note');
  await page.getByRole('button', { name: 'Show map as a chart' }).click();
  // The query that Retrieval shows scores the texts, and another one scores them anew.
  await page.getByTestId('map-colour').selectOption('score');
  const scale = page.getByTestId('map-scale').first();
  await expect(scale).toContainText(/Cosine to Q1: /);
  await page.getByTestId('retrieval').getByRole('radio').nth(1).check({ force: true });
  await expect(scale).toContainText(/Cosine to Q2: /);
  await page.getByTestId('map-colour').selectOption({ label: 'note' });
  await page.waitForTimeout(1000);
  await page.reload();
  await expect(page.getByTestId('map-colour')).toHaveValue('column:note');
  await expect(page.getByTestId('scale-high').first()).toHaveText('3');
});

const CASES = join(import.meta.dirname, '../../src/corpus/fixtures/tables');

/** Opens the dialog with case files of the unit tests. */
async function openCases(page: Page, ...names: string[]) {
  await page.getByTestId('paste-texts').click();
  await page.getByTestId('file-input').setInputFiles(
    names.map((name) => ({
      name,
      mimeType: 'application/octet-stream',
      buffer: readFileSync(join(CASES, name)),
    })),
  );
  const batches = page.getByTestId('batch');
  await expect(batches).toHaveCount(names.length);
  return batches;
}

test('a table by semicolons is cut there; a wrong choice and the right one show at once', async ({
  dialogPage: page,
}) => {
  const batch = await openCases(page, 'semi-commas.csv');
  const preview = batch.getByRole('region', { name: 'First rows of semi-commas.csv' });
  await expect(batch.getByTestId('separator')).toHaveValue(';');
  await expect(batch.getByTestId('separator').locator('option:checked')).toHaveText(
    'Semicolon ; (guessed)',
  );
  await expect(preview.getByRole('columnheader')).toHaveText(['idId', 'textText']);
  await expect(preview.getByRole('row')).toHaveCount(9);
  await batch.getByTestId('separator').selectOption({ label: 'Comma ,' });
  await expect(preview.getByRole('columnheader').first()).toContainText('id;text');
  await batch.getByTestId('separator').selectOption({ label: 'Semicolon ; (guessed)' });
  await expect(preview.getByRole('cell').nth(1)).toHaveText(
    'The kettle whistles in the kitchen, and then, well, nothing',
  );
  await batch.getByTestId('header').click();
  await expect(batch).toContainText('9 texts');
  await batch.getByTestId('format').selectOption('lines');
  await expect(preview).toHaveCount(0);
  await expect(batch).toContainText('9 texts: id;text');
  await batch.getByTestId('format').selectOption('separated');
  // What was said of the first row still holds.
  await expect(batch.getByTestId('header')).not.toBeChecked();
  await expect(page.getByTestId('paste-confirm')).toHaveText('Add 9 texts');
  const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
  expect(violations).toEqual([]);
});

test('an encoding is shown and switched, and rows that do not fit are listed', async ({
  dialogPage: page,
}) => {
  const batches = await openCases(page, 'cp1252-semi.csv', 'ragged-late.csv');
  const latin = batches.nth(0);
  await expect(latin.getByTestId('encoding').locator('option:checked')).toHaveText(
    'Windows-1252 (Western) (guessed)',
  );
  await expect(latin.getByRole('cell').nth(1)).toHaveText(
    'The kettle whistles in the kitchen – café “naïve”',
  );
  await latin.getByTestId('encoding').selectOption('utf-8');
  await expect(latin.getByRole('status')).toContainText('not readable as UTF-8');
  await latin.getByTestId('encoding').selectOption('windows-1252');
  await expect(latin.getByRole('status')).toHaveCount(0);

  const ragged = batches.nth(1);
  await ragged.getByTestId('problems').locator('summary').click();
  await expect(ragged).toContainText('Line 302: 3 cells, the header has 2');
  await ragged.getByTestId('surplus').selectOption('leave');
  await expect(ragged).toContainText('ragged-late.csv 300 texts');
  await expect(ragged.getByRole('columnheader')).toHaveCount(2);
  await ragged.getByTestId('surplus').selectOption('keep');
  await expect(ragged.getByRole('columnheader')).toHaveCount(3);
  await ragged.getByTestId('surplus').selectOption('join');
  await expect(ragged.getByRole('columnheader')).toHaveCount(2);
  await page.getByRole('button', { name: 'Leave out cp1252-semi.csv' }).click();
  await page.getByTestId('paste-confirm').click();
  const tab = page.getByRole('tab', { name: /^A/ });
  await expect(tab).toHaveText(/^A3\d\d$/);
});

test('files that are packed, nested or of another kind are read or named', async ({
  dialogPage: page,
}) => {
  const names = ['texts.csv.gz', 'renamed-xlsx.csv', 'array.json', 'nested.jsonl'];
  const batches = await openCases(page, ...names);
  await expect(batches.nth(0)).toContainText('texts.csv.gz 8 texts');
  await expect(batches.nth(1).getByRole('alert')).toContainText('is an Excel workbook (.xlsx)');
  await expect(batches.nth(2)).toContainText('array.json 8 texts');
  await expect(batches.nth(2).getByTestId('format')).toHaveValue('json');
  await expect(batches.nth(3).getByTestId('text-column').locator('option:checked')).toHaveText(
    'data.text',
  );
  await expect(page.getByTestId('paste-confirm')).toHaveText('Add 24 texts');
});

test('a paste of cells is a table, and lines when it is said so; lines become a table', async ({
  dialogPage: page,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const cells = readFileSync(join(CASES, 'excel-paste.txt'), 'utf8');
  await page.evaluate((text) => navigator.clipboard.writeText(text), cells);
  await page.getByTestId('paste-texts').click();
  const field = page.getByTestId('paste-field');
  await field.press('ControlOrMeta+V');
  const batch = page.getByTestId('batch');
  await expect(batch).toContainText('Pasted cells 2 texts');
  await expect(batch.getByRole('cell').first()).toHaveText(
    'First line of a note second line, "quoted"',
  );
  await expect(field).toHaveValue('');
  await batch.getByTestId('format').selectOption('lines');
  await expect(batch).toContainText('Pasted cells 3 texts');
  await page.getByRole('button', { name: 'Leave out Pasted cells' }).click();
  await field.fill('text;label\nOne, two;a\nThree;b');
  await page.getByTestId('as-table').click();
  await expect(batch).toContainText('Typed table 2 texts');
  await expect(batch.getByTestId('separator')).toHaveValue(';');
});

test('a separator is typed, lines are skipped, and a doubtful header is said to be one', async ({
  dialogPage: page,
}) => {
  await page.getByTestId('paste-texts').click();
  const odd = 'Made by hand\nphrase%%sort\nA first phrase%%a\nA second one%%b\n';
  await page
    .getByTestId('file-input')
    .setInputFiles([{ name: 'odd.csv', mimeType: 'text/csv', buffer: Buffer.from(odd) }]);
  const batch = page.getByTestId('batch');
  await batch.getByTestId('separator').selectOption('Other…');
  await expect(batch.getByTestId('other-separator')).toBeFocused();
  await batch.getByTestId('other-separator').fill('%%');
  await batch.getByTestId('skip').selectOption('1 line');
  await expect(batch.getByTestId('header-doubt')).toContainText('is it a');
  await batch.getByTestId('header').setChecked(false);
  await batch.getByTestId('header').setChecked(true);
  await expect(batch.getByTestId('header-doubt')).toHaveCount(0);
  const preview = batch.getByRole('region', { name: 'First rows of odd.csv' });
  await expect(preview.getByRole('columnheader')).toHaveText(['phraseText', 'sort']);
  await expect(preview.getByRole('cell').first()).toHaveText('A first phrase');
  await expect(page.getByTestId('paste-confirm')).toHaveText('Add 2 texts');
  const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
  expect(violations).toEqual([]);
});

test('rows lie where it is said; bare commas are joined; packed and empty files say so', async ({
  dialogPage: page,
}) => {
  const names = [
    'by-key.json',
    'squad.json',
    'bare-commas.csv',
    'trailing-bytes.csv.gz',
    'empty.csv',
  ];
  const batches = await openCases(page, ...names);
  await expect(batches.nth(0)).toContainText('by-key.json 2 texts');
  await expect(batches.nth(0).getByTestId('place').locator('option:checked')).toHaveText(
    'The file: a row per key',
  );
  await batches.nth(1).getByTestId('place').selectOption('data[].paragraphs[].qas');
  await expect(batches.nth(1).getByRole('cell').first()).toHaveText('What whistles?');
  await expect(batches.nth(2).getByTestId('surplus')).toHaveValue('join');
  // The preview shows what will be added.
  await expect(batches.nth(2).getByRole('cell').nth(1)).toHaveText(
    'the kettle whistles in the kitchen, and then some',
  );
  await batches.nth(2).getByTestId('surplus').selectOption('keep');
  await expect(batches.nth(2).getByRole('cell').nth(1)).toHaveText(
    'the kettle whistles in the kitchen',
  );
  await batches.nth(2).getByTestId('surplus').selectOption('join');
  await expect(batches.nth(3)).toContainText('trailing-bytes.csv.gz 3 texts');
  await expect(batches.nth(3).getByRole('status')).toContainText('7 bytes after the end');
  await expect(batches.nth(4).getByRole('status')).toHaveText('It holds no rows.');
  await expect(batches.nth(4).getByTestId('text-column')).toHaveCount(0);
  await expect(page.getByTestId('paste-confirm')).toHaveText('Add 12 texts');
  const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
  expect(violations).toEqual([]);
});
