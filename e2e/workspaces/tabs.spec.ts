/** One workspace in two tabs. */
import type { Page } from '@playwright/test';
import { expect, panelsReady, test } from '../fixtures.ts';
import { another, instruction, menu, reading, saved } from './steps.ts';

async function addQuery(page: Page, text: string): Promise<void> {
  await page.getByRole('tab', { name: /^Queries/ }).click();
  await page.getByTestId('add-text').click();
  await page.getByTestId('text-edit').fill(text);
  await page.keyboard.press('Enter');
}

test('the instruction edited in one tab and the queries in another are both there after a reload', async ({
  page,
  facet,
  complaints,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const other = await another(page, facet.url);
  await instruction(page).fill('Represent what the first tab says: ');
  await saved(page);

  // The other tab follows, and says that it only reads.
  await expect(reading(other)).toBeVisible();
  await expect(instruction(other)).toHaveValue('Represent what the first tab says: ');
  await expect(instruction(other)).not.toBeEditable();
  await expect(other.getByTestId('add-text')).toBeDisabled();
  await other.getByRole('button', { name: 'More clusters' }).click();
  await expect(other.getByTestId('toast')).toContainText('another tab edits this workspace');

  await other.getByTestId('edit-here').click();
  await expect(reading(other)).toHaveCount(0);
  await expect(reading(page)).toBeVisible();
  await addQuery(other, 'What does the second tab ask?');
  await saved(other);
  await page.getByRole('tab', { name: /^Queries/ }).click();
  await expect(page.getByText('What does the second tab ask?').first()).toBeVisible();

  await Promise.all([page.reload(), other.reload()]);
  for (const each of [page, other]) {
    await expect(instruction(each)).toHaveValue('Represent what the first tab says: ');
    await each.getByRole('tab', { name: /^Queries/ }).click();
    await expect(
      each.getByTestId('text-row').filter({ hasText: 'What does the second tab ask?' }),
    ).toHaveCount(1);
  }
  expect(complaints).toEqual([]);
});

test('a tab that is closed hands over; one that does not answer keeps its edit as a copy', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const second = await another(page, facet.url);
  await expect(reading(second)).toBeVisible();
  await instruction(page).fill('Represent the last words: ');
  // Closes at once, so that only the closing page itself can write.
  await page.close();
  await expect(reading(second)).toHaveCount(0);
  await expect(instruction(second)).toHaveValue('Represent the last words: ');
  await expect(instruction(second)).toBeEditable();

  const third = await another(second, facet.url);
  await expect(reading(third)).toBeVisible();
  // Deaf and unable to store, like a tab that froze with an unsaved edit.
  await second.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('Frozen.', 'QuotaExceededError');
    };
    Object.defineProperty(BroadcastChannel.prototype, 'postMessage', { value: () => undefined });
  });
  const put = instruction(second);
  await put.fill('Represent what was not stored: ');
  await expect(second.getByRole('alert')).toContainText('not being saved');
  await third.getByTestId('edit-here').click();
  await expect(instruction(third)).toBeEditable();
  await expect(menu(second)).toContainText('(recovered)');
  await expect(put).toHaveValue('Represent what was not stored: ');
  await expect(instruction(third)).toHaveValue('Represent the last words: ');
});

test('what waits to be added stays while another tab edits, and in the workspace it is for', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await instruction(page).fill('Represent my own work: ');
  await saved(page);
  await page.getByTestId('paste-texts').click();
  await page.getByTestId('paste-field').fill('one\ntwo');
  const other = await another(page, facet.url);
  await other.getByTestId('edit-here').click();
  await expect(reading(page)).toBeAttached();
  await expect(page.getByTestId('paste-confirm')).toBeDisabled();
  await expect(page.getByRole('dialog')).toContainText('Another tab edits this workspace');
  await page.keyboard.press('Escape');
  await page.getByTestId('edit-here').click();
  await expect(reading(page)).toHaveCount(0);

  await page.getByRole('tab', { name: 'B' }).click();
  await page.getByTestId('paste-texts').click();
  await expect(page.getByTestId('paste-field')).toHaveValue('one\ntwo');
  await page.keyboard.press('Escape');
  await menu(page).click();
  await page.getByRole('menuitem', { name: 'New empty workspace' }).click();
  await page.getByTestId('paste-texts').click();
  await expect(page.getByTestId('paste-field')).toHaveValue('');
});

test('preferences set in two tabs are both kept', async ({ page, facet }) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const other = await another(page, facet.url);
  await page.getByTestId('device-select').selectOption('wasm');
  await other.keyboard.press('ControlOrMeta+K');
  await other.getByTestId('palette-input').fill('theme dark');
  await other.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByTestId('device-select')).toHaveValue('wasm');
});
