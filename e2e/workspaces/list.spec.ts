/** The list of workspaces: nothing is replaced, what is deleted comes back. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, panelsReady, pasteTexts, test } from '../fixtures.ts';
import { instruction, menu, showAll } from './steps.ts';

const rows = (page: Page) => page.getByTestId('workspace-row');

test('examples and new workspaces replace nothing: the list renames, copies, deletes and restores them', async ({
  page,
  facet,
  complaints,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await instruction(page).fill('Represent my own work: ');
  await menu(page).click();
  await page.getByTestId('example-medical').click();
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

test('undo belongs to the open workspace, and is still there on return', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const before = await instruction(page).inputValue();
  await instruction(page).fill('Represent my own work: ');
  await menu(page).click();
  await page.getByTestId('example-medical').click();
  await expect(menu(page)).toContainText('Medical questions by kind');
  await page.locator('body').press('ControlOrMeta+Z');
  await expect(page.getByTestId('toast')).toContainText('Nothing to undo in “Medical questions');
  await page.getByRole('button', { name: /^Back to/ }).click();
  await expect(instruction(page)).toHaveValue('Represent my own work: ');
  await page.locator('body').press('ControlOrMeta+Z');
  await expect(instruction(page)).toHaveValue(before);
});

test('an empty workspace says what each panel needs, and one click leads back', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await page.getByTestId('workspace-menu').click();
  await page.getByRole('menuitem', { name: 'New empty workspace' }).click();
  for (const name of ['similarity', 'map', 'retrieval']) {
    const panel = page.locator(`[data-testid=panel-${name}][data-state=empty]`);
    await expect(panel).toContainText(/needs/);
  }
  await page.getByRole('button', { name: /^Back to/ }).click();
  await panelsReady(page);
});
