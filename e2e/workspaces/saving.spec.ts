/** Work is never lost: a reload, a page that closes at once, a full disk. */
import { readFile } from 'node:fs/promises';
import { expect, panelsReady, test } from '../fixtures.ts';
import { instruction, menu, reading, saved } from './steps.ts';

test('a reload brings the workspace back, and an edit survives closing the page at once', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const survivor = 'Represent the sentence that survives: ';
  await instruction(page).fill(survivor);
  await page.getByTestId('add-text').click();
  await page.getByTestId('text-edit').fill('A text that survives.');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Saved in this browser')).toBeVisible();
  await page.reload();
  await panelsReady(page);
  await expect(instruction(page)).toHaveValue(survivor);
  await expect(
    page.getByTestId('text-row').filter({ hasText: 'A text that survives.' }),
  ).toHaveCount(1);

  for (const words of ['Represent the first: ', 'Represent the second: ']) {
    await instruction(page).fill(words);
    await page.reload();
    await expect(instruction(page)).toHaveValue(words);
  }
  await instruction(page).fill('Represent the third: ');
  const context = page.context();
  await page.close();
  const again = await context.newPage();
  await again.goto(facet.url);
  await expect(instruction(again)).toHaveValue('Represent the third: ');
  await expect(reading(again)).toHaveCount(0);
});

test('a full disk shows a notice, with a file as the way out, until a write succeeds', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await saved(page);
  // Chromium lets small writes pass for a while after the limit is set.
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('No room.', 'QuotaExceededError');
    };
    addEventListener('room', () => {
      IDBObjectStore.prototype.put = put;
    });
  });
  await instruction(page).fill('Represent what finds no room: ');
  const alert = page.getByRole('alert').filter({ hasText: 'not being saved' });
  await expect(alert).toContainText('is full');
  await expect(page.getByTestId('saving')).toHaveText('Not saved');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    alert.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toContain('Represent what finds no room: ');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(alert).toBeVisible();

  // Another workspace can open meanwhile, and the unsaved one is still there.
  await menu(page).click();
  await page.getByRole('menuitem', { name: 'New empty workspace' }).click();
  await page.getByRole('button', { name: /^Back to/ }).click();
  await expect(instruction(page)).toHaveValue('Represent what finds no room: ');

  let asked = 0;
  page.on('dialog', (dialog) => {
    asked += 1;
    expect(dialog.type()).toBe('beforeunload');
    void dialog.dismiss();
  });
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toBe(1);

  await page.evaluate(() => dispatchEvent(new Event('room')));
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(alert).toHaveCount(0);
  await saved(page);
  await page.reload();
  await expect(instruction(page)).toHaveValue('Represent what finds no room: ');
});
