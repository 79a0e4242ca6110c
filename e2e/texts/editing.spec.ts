/** Texts typed and pasted: panels follow, and only changed texts are embedded. */
import { expect, panelsReady, pasteTexts, test, throughOneLens } from '../fixtures.ts';
import { newerThan } from '../panels/steps.ts';

test.beforeEach(async ({ page, facet }) => {
  await page.goto(facet.url);
});

test('editing one text embeds one text', async ({ page }) => {
  const versions = await throughOneLens(page);
  const row = page.getByTestId('text-row').first();
  await row.getByRole('button', { name: /^Edit text/ }).click();
  await page.getByTestId('text-edit').fill('A sentence that no example holds.');
  await page.keyboard.press('Enter');
  await newerThan(page, 'similarity', versions[0]!);
  await newerThan(page, 'map', versions[1]!);
  await expect(page.getByTestId('last-run')).toHaveText(/^1 text embedded/);
  expect((await panelsReady(page))[2]).toBe(versions[2]);
});

test('a large paste shows its progress and can be cancelled, and the page goes on', async ({
  page,
}) => {
  await throughOneLens(page);
  const texts = Array.from(
    { length: 3000 },
    (_, i) => `Pasted text number ${i} about topic ${i % 7}.`,
  );
  await pasteTexts(page, texts);
  const job = page.getByTestId('job-progress');
  await expect(job).toHaveAttribute('data-total', '3000');
  await page.getByTestId('job-cancel').click();
  await expect(job).toBeHidden();
  await expect(page.getByTestId('panel-map')).toContainText('Embedding was cancelled.');

  // The cancelled job does not block the next one.
  await page.getByTestId('workspace-menu').click();
  await page.getByRole('menuitem', { name: /^Undo/ }).click();
  await panelsReady(page);
  const [version] = await panelsReady(page);
  await page.getByTestId('instruction').fill('Represent the sentence after a cancel: ');
  await newerThan(page, 'similarity', version!);
});

test('a text is added and embedded by keyboard alone', async ({ page }) => {
  const versions = await panelsReady(page);
  const rows = await page.getByTestId('text-row').count();
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab');
    const reached = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    if (reached === 'add-text') break;
  }
  await expect(page.getByTestId('add-text')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Typed without a mouse.');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('text-row')).toHaveCount(rows + 1);
  await newerThan(page, 'map', versions[1]!);
});
