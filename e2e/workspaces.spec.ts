/** Work is never lost: two tabs, the list of workspaces, a page that closes at once, a full disk. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, panelsReady, pasteTexts, test } from './fixtures.ts';

const menu = (page: Page) => page.getByTestId('workspace-menu');
const instruction = (page: Page) => page.getByTestId('instruction');
const reading = (page: Page) => page.getByText('Another tab edits this workspace.');
const rows = (page: Page) => page.getByTestId('workspace-row');

async function saved(page: Page): Promise<void> {
  await expect(page.getByTestId('saving')).toHaveText('Saved in this browser');
}

/** Another tab of the same browser. */
async function another(page: Page, url: string): Promise<Page> {
  const other = await page.context().newPage();
  await other.addInitScript(() =>
    localStorage.setItem(
      'facet-preferences',
      JSON.stringify({ state: { guided: true }, version: 1 }),
    ),
  );
  await other.goto(url);
  await panelsReady(other);
  return other;
}

async function showAll(page: Page): Promise<void> {
  await menu(page).click();
  await page.getByTestId('all-workspaces').click();
  await expect(page.getByTestId('workspaces')).toBeVisible();
}

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

test('an edit survives closing the page at once', async ({ page, facet }) => {
  await page.goto(facet.url);
  await panelsReady(page);
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

test('examples and new workspaces replace nothing: the list renames, copies, deletes and restores them', async ({
  page,
  facet,
  complaints,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await instruction(page).fill('Represent my own work: ');
  await menu(page).click();
  await page.getByTestId('example-clustering').click();
  await expect(page.getByTestId('toast')).toContainText('Back to “');
  // An unchanged example leaves no trace.
  await menu(page).click();
  await page.getByRole('menuitem', { name: 'New empty workspace' }).click();
  await pasteTexts(page, ['Mine', 'Yours', 'Theirs']);
  await menu(page).click();
  await page.getByRole('menuitem', { name: 'New empty workspace' }).click();
  await expect(menu(page)).toContainText('Untitled (2)');
  await showAll(page);
  await expect(rows(page)).toHaveCount(3);

  await page.getByRole('button', { name: 'Rename Untitled', exact: true }).click();
  await page.getByTestId('workspace-name').fill('Refunds');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Rename Refunds', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('workspaces')).toHaveCount(0);
  await showAll(page);
  await page.getByRole('button', { name: 'Duplicate Refunds', exact: true }).click();
  await expect(rows(page).first()).toContainText('Refunds (2)');
  await expect(rows(page).first()).toContainText('3 texts · 1 lens');

  await page.getByRole('button', { name: 'Delete Refunds', exact: true }).click();
  await expect(page.getByText('Deleted “Refunds”')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('workspaces')).toHaveCount(0);
  await page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();
  await showAll(page);
  await page.getByRole('button', { name: 'Open Refunds', exact: true }).click();
  await expect(page.getByTestId('text-row')).toHaveText([/Mine/, /Yours/, /Theirs/]);

  // Also the open one: the next of the list takes its place.
  await showAll(page);
  await page.getByRole('button', { name: 'Delete Refunds', exact: true }).click();
  await expect(menu(page)).toContainText('Refunds (2)');
  await page.getByRole('button', { name: 'Undo' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save Refunds as a file', exact: true }).click(),
  ]);
  expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toMatchObject({
    name: 'Refunds',
    texts: [{ text: 'Mine' }, { text: 'Yours' }, { text: 'Theirs' }],
  });
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(menu(page)).toContainText('Refunds (2)');
  await showAll(page);
  await rows(page).last().getByRole('button', { name: /^Open/ }).click();
  await expect(instruction(page)).toHaveValue('Represent my own work: ');
  expect(complaints).toEqual([]);
});

test('a deleted workspace comes back by Ctrl Z, in the list and after it, and the open one stays as it is', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await instruction(page).fill('Represent what is precious: ');
  await menu(page).click();
  await page.getByRole('menuitem', { name: 'New empty workspace' }).click();
  await pasteTexts(page, ['Mine']);
  await showAll(page);
  const remove = page.getByRole('button', { name: /^Delete Messages/ });
  const deleted = page.getByText(/^Deleted “Messages/);
  await remove.click();
  await expect(deleted).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(remove).toBeVisible();
  await remove.click();
  await expect(deleted).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('workspaces')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(page.getByTestId('text-row')).toHaveText([/Mine/]);
  await showAll(page);
  await page.getByRole('button', { name: /^Open Messages/ }).click();
  await expect(instruction(page)).toHaveValue('Represent what is precious: ');
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

test('undo belongs to the open workspace, and is still there on return', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const before = await instruction(page).inputValue();
  await instruction(page).fill('Represent my own work: ');
  await menu(page).click();
  await page.getByTestId('example-clustering').click();
  await expect(menu(page)).toContainText('Two topics');
  await page.locator('body').press('ControlOrMeta+Z');
  await expect(page.getByTestId('toast')).toContainText('Nothing to undo in “Two topics');
  await page.getByRole('button', { name: /^Back to/ }).click();
  await expect(instruction(page)).toHaveValue('Represent my own work: ');
  await page.locator('body').press('ControlOrMeta+Z');
  await expect(instruction(page)).toHaveValue(before);
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
