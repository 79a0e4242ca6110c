/** Typing: panels follow, and only changed texts are embedded. */
import type { Page } from '@playwright/test';
import { expect, panelsReady, pasteTexts, test } from './fixtures.ts';

/** Waits until a panel shows a newer result than `version`. */
async function newerThan(page: Page, name: string, version: number): Promise<void> {
  const panel = page.locator(`[data-testid=panel-${name}][data-state=ready]`);
  await expect
    .poll(async () =>
      (await panel.count()) > 0 ? Number(await panel.getAttribute('data-version')) : 0,
    )
    .toBeGreaterThan(version);
}

/** The closest pairs in the similarity panel's table. */
async function similarityTable(page: Page): Promise<string | null> {
  const panel = page.getByTestId('panel-similarity');
  await panel.getByRole('button', { name: 'Show similarity as a table' }).click();
  const words = await panel.getByRole('table').textContent();
  await panel.getByRole('button', { name: 'Show similarity as a chart' }).click();
  return words;
}

test.beforeEach(async ({ page, facet }) => {
  await page.goto(facet.url);
});

test('another instruction gives other numbers', async ({ page }) => {
  const versions = await panelsReady(page);
  const before = await similarityTable(page);
  await page.getByTestId('instruction').fill('Represent the length of the sentence: ');
  await newerThan(page, 'similarity', versions[0]!);
  await newerThan(page, 'map', versions[1]!);
  expect(await similarityTable(page)).not.toBe(before);
});

test('the query instruction moves retrieval alone', async ({ page }) => {
  const versions = await panelsReady(page);
  await page.getByTestId('query-instruction').fill('Represent the mood of the question: ');
  await newerThan(page, 'retrieval', versions[2]!);
  const after = await panelsReady(page);
  expect(after.slice(0, 2)).toEqual(versions.slice(0, 2));

  // Edits the fields of its template, which the text fills.
  await page.getByTestId('query-instruction-fields').click();
  await expect(page.getByTestId('query-instruction-domain')).toHaveValue('mood of the');
  await expect(page.getByTestId('query-instruction-textType')).toHaveValue('question');
  await page.getByTestId('query-instruction-domain').fill('');
  await page.getByTestId('query-instruction-objective').fill('retrieval');
  await expect(page.getByTestId('query-instruction')).toHaveValue(
    'Represent the question for retrieval: ',
  );
  await newerThan(page, 'retrieval', after[2]!);
});

test('editing one text embeds one text', async ({ page }) => {
  const versions = await panelsReady(page);
  const row = page.getByTestId('text-row').first();
  await row.getByRole('button', { name: /^Edit text/ }).click();
  await page.getByTestId('text-edit').fill('A sentence that no example holds.');
  await page.keyboard.press('Enter');
  await newerThan(page, 'similarity', versions[0]!);
  await newerThan(page, 'map', versions[1]!);
  await expect(page.getByTestId('last-run')).toHaveText(/^1 text embedded/);
  expect((await panelsReady(page))[2]).toBe(versions[2]);
});

test('an empty workspace says what each panel needs, and one click leads back', async ({
  page,
}) => {
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

test('a large paste shows its progress and can be cancelled, and the page goes on', async ({
  page,
}) => {
  await panelsReady(page);
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

test('a reload brings the workspace back', async ({ page }) => {
  await panelsReady(page);
  const instruction = 'Represent the sentence that survives: ';
  await page.getByTestId('instruction').fill(instruction);
  await page.getByTestId('add-text').click();
  await page.getByTestId('text-edit').fill('A text that survives.');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Saved in this browser')).toBeVisible();
  await page.reload();
  await panelsReady(page);
  await expect(page.getByTestId('instruction')).toHaveValue(instruction);
  await expect(
    page.getByTestId('text-row').filter({ hasText: 'A text that survives.' }),
  ).toHaveCount(1);
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
