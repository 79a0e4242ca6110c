/** Steps that the tests of workspaces share. */
import type { Page } from '@playwright/test';
import { expect, panelsReady } from '../fixtures.ts';

export const menu = (page: Page) => page.getByTestId('workspace-menu');
export const instruction = (page: Page) => page.getByTestId('instruction');
export const reading = (page: Page) => page.getByText('Another tab edits this workspace.');

export async function saved(page: Page): Promise<void> {
  await expect(page.getByTestId('saving')).toHaveText('Saved in this browser');
}

/** Another tab of the same browser. */
export async function another(page: Page, url: string): Promise<Page> {
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

export async function showAll(page: Page): Promise<void> {
  await menu(page).click();
  await page.getByTestId('all-workspaces').click();
  await expect(page.getByTestId('workspaces')).toBeVisible();
}
