/** The first visit and the keyboard: the guided start, the commands, the keys. */
import { test as bare } from '@playwright/test';
import { expect, panelsReady, test } from '../fixtures.ts';
import { startServer } from '../server.ts';

bare('the guided start comes once, has three steps, and can be skipped', async ({ browser }) => {
  const server = await startServer({ root: 'dist' });
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(server.url);
  const guide = page.getByTestId('guide');
  // The page opens on the baseline beside a lens, and says what to see.
  await expect(page.getByRole('radio', { name: 'Side by side' })).toBeChecked();
  await expect(guide).toContainText('1 of 3');
  await expect(guide).toContainText('the V-measure goes from 0.00 to 1.00');
  await guide.getByRole('button', { name: 'Show the difference' }).click();
  await expect(page.getByRole('radio', { name: 'Difference' })).toBeChecked();
  await guide.getByRole('button', { name: 'Next' }).click();
  await expect(guide).toContainText('2 of 3');
  await guide.getByRole('button', { name: 'Next' }).click();
  await expect(guide).toContainText('3 of 3');
  // No element is wider than the screen.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  const outside = await page.evaluate(() =>
    [...document.querySelectorAll('.panel')].flatMap((panel) => {
      const edge = panel.getBoundingClientRect().right;
      return [...panel.querySelectorAll('.panel-head button')]
        .filter((button) => button.getBoundingClientRect().right > edge)
        .map((button) => button.getAttribute('aria-label') ?? button.textContent);
    }),
  );
  expect(outside).toEqual([]);
  await guide.getByRole('button', { name: 'Done' }).press('Escape');
  await expect(guide).toHaveCount(0);
  // The focus does not go with the button that had it.
  await expect(page.locator('.header :focus')).toHaveCount(1);
  // What was done last can be undone over a dialog, whose buttons stay free.
  await page.getByRole('button', { name: 'Open lenses and texts' }).click();
  await page.getByRole('button', { name: 'Remove all of group A' }).click();
  await page.getByTestId('paste-texts').click();
  const undo = (await page.getByTestId('toast').boundingBox())!;
  const add = (await page.getByTestId('paste-confirm').boundingBox())!;
  expect(undo.y + undo.height).toBeLessThan(add.y);
  await page.getByTestId('toast').getByText('Undo').click();
  await expect(page.getByTestId('paste-confirm')).toBeVisible();
  await page.reload();
  await expect(page.getByTestId('panel-similarity')).toBeVisible();
  await expect(guide).toHaveCount(0);
  await context.close();
  await server.close();
});

test('commands are found by name and run; the keys are listed', async ({
  page,
  facet,
  complaints,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const run = async (words: string) => {
    await page.keyboard.press('ControlOrMeta+K');
    await expect(page.getByTestId('palette-input')).toBeFocused();
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('palette')).toHaveCount(0);
  };
  // Also from a field.
  await page.getByTestId('instruction').focus();
  await run('difference');
  await expect(page.getByRole('radio', { name: 'Difference' })).toBeChecked();
  await run('duplicate no instruction');
  await expect(page.getByTestId('lens')).toHaveCount(4);
  await expect(page.getByTestId('lens-name')).toBeFocused();
  await run('undo');
  await expect(page.getByTestId('lens')).toHaveCount(3);
  await run('theme dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await run('go to tokens');
  await expect(page.getByTestId('panel-tokens').locator(':focus')).toHaveCount(1);
  await run('save similarity');
  await expect(page.getByTestId('save-png')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('save-similarity')).toBeFocused();
  await run('edit');
  await expect(page.getByTestId('lens-name')).toBeFocused();
  await run('csv');
  await expect(page.getByTestId('paste-field')).toBeFocused();
  await page.keyboard.press('Escape');
  await run('example medical');
  await expect(page.getByTestId('workspace-menu')).toContainText('Medical questions');
  await page.locator('body').press('?');
  await expect(page.getByRole('dialog')).toContainText('Save the workspace as a file');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('no such thing at all');
  await expect(page.getByTestId('palette')).toContainText(
    'No command and no text has these words.',
  );
  expect(complaints).toEqual([]);
});
