/** Corpora: Parquet, folders, joined columns, further labels, files that are given up. */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, panelsReady, test } from '../fixtures.ts';

const PARQUET = join(import.meta.dirname, '../../src/corpus/fixtures/parquet');

test('Parquet is read in a worker; columns are joined; labels are taken from another column later', async ({
  page,
  facet,
  complaints,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await page.getByRole('button', { name: 'Remove all of group A' }).click();
  await page.getByTestId('paste-texts').click();
  await page.getByTestId('file-input').setInputFiles([
    {
      name: 'nested.parquet',
      mimeType: 'application/octet-stream',
      buffer: readFileSync(join(PARQUET, 'nested.parquet')),
    },
  ]);
  const batch = page.getByTestId('batch');
  await expect(batch.getByTestId('text-column')).toBeVisible();
  await expect(batch.getByTestId('text-column').locator('option')).toContainText([
    'person.name',
    'turns[0].content',
  ]);
  await page.getByRole('button', { name: 'Leave out nested.parquet' }).click();

  const rows = Array.from(
    { length: 8 },
    (_, i) =>
      `d${i % 7},Title ${i},"A body, number ${i}",${i % 2 ? 'bank' : 'travel'},${i % 4 < 2 ? 'glad' : 'sad'}`,
  );
  const csv = `doc_id,title,body,intent,mood\n${rows.join('\n')}\n`;
  await page
    .getByTestId('file-input')
    .setInputFiles([{ name: 'two.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }]);
  await expect(batch.getByTestId('text-column')).toHaveValue('2');
  await batch.getByTestId('text-column').selectOption('Several columns, joined');
  await expect(batch.getByTestId('template')).toHaveValue('{title}\n{body}');
  await batch.getByTestId('template').fill('{title}: {body}');
  await expect(batch.getByTestId('joined-text').first()).toHaveText('Title 0: A body, number 0');
  await expect(batch.getByTestId('further-labels')).toContainText('Further labels (1)');
  await batch.getByTestId('further-labels').locator('summary').click();
  await expect(batch.getByRole('checkbox', { name: 'mood' })).toBeChecked();
  await batch.getByTestId('id-column').selectOption('doc_id');
  await batch.getByTestId('text-problems').locator('summary').click();
  await expect(batch).toContainText('Row 8: its id “d0” is that of row 1 too');
  const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
  expect(violations).toEqual([]);
  await page.getByTestId('paste-confirm').click();

  await expect(page.getByTestId('text-label').first()).toHaveValue('travel');
  await page.getByTestId('truth').selectOption('mood');
  await expect(page.getByTestId('text-label').first()).toHaveValue('glad');
  await expect(page.getByTestId('text-row').first()).toContainText('Title 0: A body, number 0');
  expect(complaints).toEqual([]);
});

test('a folder is one list of documents beside its tables; Cancel gives them up, and Undo brings them back', async ({
  page,
  facet,
  complaints,
}, testInfo) => {
  const folder = testInfo.outputPath('notes');
  await mkdir(join(folder, 'may'), { recursive: true });
  await writeFile(join(folder, 'one.md'), '---\ntopic: sea\n---\nThe first note.\n');
  await writeFile(join(folder, 'may/two.txt'), 'The second note,\nof two lines.\n');
  await writeFile(join(folder, 'empty.md'), '');
  await writeFile(join(folder, 'picture.jpg'), 'x');
  await writeFile(join(folder, 'table.csv'), 'text,kind\nFrom a table,a\n');
  await page.goto(facet.url);
  await page.getByTestId('paste-texts').click();
  await page.getByTestId('folder-input').setInputFiles(folder);
  const batches = page.getByTestId('batch');
  // A job has a Cancel of its own.
  const dialog = page.getByRole('dialog');
  await expect(batches).toHaveCount(2);
  const notes = batches.first();
  await expect(notes).toContainText('notes/ 2 texts');
  await expect(notes).toContainText('1 file of other kinds was left out.');
  await notes.getByTestId('problems').locator('summary').click();
  await expect(notes).toContainText('notes/empty.md: it is empty');
  await notes.getByTestId('format').selectOption('Lines, one text each');
  await expect(notes).toContainText('notes/ 6 texts');
  await notes.getByTestId('format').selectOption('Files, one text each');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(batches).toHaveCount(0);
  await page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();
  await expect(batches).toHaveCount(2);
  await expect(page.getByTestId('paste-confirm')).toHaveText('Add 3 texts');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByTestId('paste-texts').click();
  await expect(page.getByTestId('paste-confirm')).toBeVisible();
  await expect(batches).toHaveCount(0);
  expect(complaints).toEqual([]);
});
