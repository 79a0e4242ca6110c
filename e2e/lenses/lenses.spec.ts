/** Lenses: written by keyboard, filled from the library, switched off, deleted and brought back. */
import { expect, panelsReady, test } from '../fixtures.ts';

test('a lens is added, named and written by keyboard alone', async ({ page, facet }) => {
  await page.goto(facet.url);
  const [before] = await panelsReady(page);
  const reach = async (testId: string) => {
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    for (let presses = 0; presses < 60 && (await focused()) !== testId; presses++) {
      await page.keyboard.press('Tab');
    }
    await expect(page.getByTestId(testId)).toBeFocused();
  };
  await reach('add-lens');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('lens')).toHaveCount(4);
  // Its name is selected, ready for typing.
  await expect(page.getByTestId('lens-name')).toBeFocused();
  await page.keyboard.type('Politeness');
  await reach('instruction');
  await page.keyboard.type('Represent the politeness of the message: ');
  const panel = page.locator('[data-testid=panel-similarity][data-state=ready]');
  await expect
    .poll(async () =>
      (await panel.count()) > 0 ? Number(await panel.getAttribute('data-version')) : 0,
    )
    .toBeGreaterThan(before!);
  await expect(page.getByLabel('Right lens')).toHaveValue(
    (await page.getByLabel('Right lens').locator('option').last().getAttribute('value'))!,
  );
  await expect(page.getByLabel('Right lens').locator('option').last()).toHaveText('Politeness');

  // Its menu moves it up, and the focus returns.
  const menu = page.getByRole('button', { name: 'Actions for lens Politeness' });
  await menu.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Move up' }).focus();
  await page.keyboard.press('Enter');
  await expect(menu).toBeFocused();
  await expect(page.getByTestId('lens').nth(2)).toContainText('Politeness');
});

test('a deleted lens comes back with undo, as it was', async ({ page, facet }) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const lenses = page.getByTestId('lens');
  const remove = async (name: string) => {
    await page.getByRole('button', { name: `Actions for lens ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
  };
  await remove('No instruction');
  await expect(lenses).toHaveCount(2);
  const before = await lenses.allTextContents();
  await remove('Action');
  await expect(lenses).toHaveCount(1);
  // With one lens left, nothing is compared, and the focus is on it.
  await expect(page.getByTestId('effect')).toHaveCount(0);
  await expect(lenses.getByRole('button', { name: /^Topic/ })).toBeFocused();
  await page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();
  await expect(lenses).toHaveCount(2);
  expect(await lenses.allTextContents()).toEqual(before);
  await panelsReady(page);
  await expect(page.getByTestId('effect')).toBeVisible();
});

test('the library fills a lens, and switching a lens off takes it out of comparisons', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await page.getByTestId('library').click();
  await page.getByRole('menuitem', { name: /^Emotion/ }).click();
  await expect(page.getByTestId('instruction')).toHaveValue(
    'Represent the text for classifying the emotion: ',
  );
  await expect(page.getByTestId('template-objective')).toHaveValue('classifying the emotion');
  // What the template alone cannot tell apart comes back as typed.
  await page.getByTestId('template-textType').fill('customer message');
  await page.getByTestId('template-domain').fill('bank');
  await page.reload();
  await panelsReady(page);
  await expect(page.getByTestId('template-textType')).toHaveValue('customer message');
  await expect(page.getByTestId('lens').nth(1)).toContainText('Topic');
  await page.getByRole('switch', { name: 'Use lens No instruction' }).click();
  await page.getByRole('switch', { name: 'Use lens Action' }).click();
  await expect(page.getByRole('radio', { name: 'Side by side' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Compare with “No instruction”' }).click();
  await expect(page.getByRole('switch', { name: 'Use lens No instruction' })).toBeChecked();
  await page.locator('[data-testid=effect][data-state=ready]').waitFor({ timeout: 240_000 });
});
