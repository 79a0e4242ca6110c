/** Steps that the tests of several panels share. */
import type { Page } from '@playwright/test';
import { expect, panelsReady } from '../fixtures.ts';

type Mode = 'One lens' | 'Side by side' | 'Difference';

export async function show(page: Page, mode: Mode): Promise<void> {
  await page.getByRole('radio', { name: mode }).click();
  await panelsReady(page);
  if (mode !== 'One lens') {
    await page.locator('[data-testid=effect][data-state=ready]').waitFor({ timeout: 240_000 });
  }
}

/** Waits until a panel shows a newer result than `version`. */
export async function newerThan(page: Page, name: string, version: number): Promise<void> {
  const panel = page.locator(`[data-testid=panel-${name}][data-state=ready]`);
  await expect
    .poll(async () =>
      (await panel.count()) > 0 ? Number(await panel.getAttribute('data-version')) : 0,
    )
    .toBeGreaterThan(version);
}

/** The rows of a panel's table, cell by cell. */
export async function tableOf(page: Page, panel: 'similarity' | 'map'): Promise<string[][]> {
  const section = page.getByTestId(`panel-${panel}`);
  await section.getByRole('button', { name: `Show ${panel} as a table` }).click();
  const shown = section.locator('tbody tr');
  // The table's code comes with its first use.
  await shown.first().waitFor();
  const rows = await shown.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
  );
  await section.getByRole('button', { name: `Show ${panel} as a chart` }).click();
  return rows;
}

export const number = (text: string | undefined) => Number(text?.replace('−', '-'));
