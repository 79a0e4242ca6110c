/** Reading of a text: its tokens, the masked ones, and a cut. */
import { expect, panelsReady, pasteTexts, test, throughOneLens } from '../fixtures.ts';

// The list counts the tokens of texts that the model cuts in other words, and the tiny one cuts most.
test.use({ model: 'built-in' });

test('any text shows its tokens, and a cut is reported wherever the text stands', async ({
  page,
  facet,
  hasWebGpu,
}) => {
  await page.goto(facet.url);
  await throughOneLens(page);
  const panel = page.locator('[data-testid=panel-tokens][data-state=ready]');

  // From the list: the strip shows as many tokens as the list counts.
  const row = page.getByTestId('text-row').nth(1);
  const counted = Number(await row.getByTestId('text-tokens').textContent());
  await row.getByTestId('text-tokens').click();
  await expect(panel.getByTestId('reading-text')).toHaveText(
    (await row.locator('.text-face').textContent()) ?? '',
  );
  await expect(panel.getByRole('listitem')).toHaveCount(counted);
  await expect(panel.getByRole('list', { name: /^Instruction: \d+ tokens/ })).toBeVisible();
  await expect(panel.getByRole('region', { name: /^Tokens of/ })).toBeFocused();

  // Two lenses, two strips.
  await page.getByRole('radio', { name: 'Side by side' }).click();
  await expect(panel.getByTestId('reading')).toHaveCount(2);
  await page.getByRole('radio', { name: 'One lens' }).click();
  await expect(panel.getByTestId('reading')).toHaveCount(1);

  // From the ranking, by keyboard.
  const third = page.getByTestId('ranked-document').nth(2);
  await page.getByTestId('ranked-document').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(third).toBeFocused();
  await expect(panel.getByTestId('reading-text')).toHaveText(
    (await third.locator('span > bdi').textContent()) ?? '',
  );

  // Longer than the model's limit: 32 tokens for the tiny model, 256 for the built-in one.
  const long = `A document that goes on${' and on'.repeat(300)}.`;
  await page.getByRole('tab', { name: /Docs/ }).click();
  await pasteTexts(page, [long]);
  // The list draws the rows that are in view, and few beyond them.
  const added = page.getByTestId('text-row').filter({ hasText: 'goes on' });
  await expect(async () => {
    await page.getByTestId('text-row').last().scrollIntoViewIfNeeded();
    await expect(added).toHaveCount(1, { timeout: 200 });
  }).toPass();
  const cut = added.getByTestId('text-tokens');
  await expect(cut).toHaveText(`cut at ${hasWebGpu ? 32 : 256}`);
  await cut.click();
  await expect(
    panel.getByRole('list', { name: /^Cut: \d+ tokens beyond the limit/ }),
  ).toBeVisible();
  await panelsReady(page);
  await expect(
    page.getByTestId('ranked-document').filter({ hasText: 'goes on' }).getByTestId('cut'),
  ).toBeVisible();
});
