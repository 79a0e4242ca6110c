import { expect, panelsReady, test } from '../fixtures.ts';

test('a toast waits while it is pointed at, and a dialog does not hide it; one Escape closes a dialog', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const row = page.getByTestId('text-row').first();
  await row.hover();
  await row.getByRole('button', { name: /^Remove text/ }).click();
  const toast = page.getByTestId('toast');
  await toast.hover();
  await page.waitForTimeout(7000);
  await expect(toast).toBeVisible();

  // The menu renames in the list of workspaces, which closes after that.
  await page.getByTestId('workspace-menu').click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByTestId('workspace-name').fill('Mine');
  const hidden = page
    .getByTestId('toasts')
    .locator('xpath=ancestor-or-self::*[@aria-hidden="true"]');
  await expect(hidden).toHaveCount(0);
  await page.getByTestId('workspace-name').press('Enter');
  await expect(page.getByTestId('workspaces')).toHaveCount(0);
  await expect(page.getByTestId('workspace-menu')).toContainText('Mine');

  await page.getByTestId('workspace-menu').click();
  await page.getByTestId('all-workspaces').click();
  await page.getByTestId('workspaces').getByRole('button', { name: 'Close' }).hover();
  await expect(page.locator('.tooltip')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('workspaces')).toHaveCount(0);
});
