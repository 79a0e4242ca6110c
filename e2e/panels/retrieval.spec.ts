/** Retrieval: its own instruction, and the ranks of two lenses side by side. */
import { expect, panelsReady, test } from '../fixtures.ts';
import { newerThan, show } from './steps.ts';

test('the query instruction moves retrieval alone', async ({ page, facet }) => {
  await page.goto(facet.url);
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

test('lines join the documents of two lenses, and words tell their change of rank', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await show(page, 'Side by side');
  const panel = page.getByTestId('panel-retrieval');
  const rankings = panel.getByRole('list', { name: /^Documents for/ });
  await expect(rankings).toHaveCount(2);
  const names = (list: number) =>
    rankings.nth(list).getByTestId('ranked-document').locator('span > bdi').allTextContents();
  const [left, right] = [await names(0), await names(1)];
  expect(right).not.toEqual(left);
  const words = await rankings.nth(1).locator('.visually-hidden').allTextContents();
  for (const [rank, text] of right.entries()) {
    const was = left.indexOf(text);
    const expected =
      was === rank
        ? `unchanged from rank ${was + 1}`
        : `${was > rank ? 'up' : 'down'} ${Math.abs(was - rank)} from rank ${was + 1}`;
    expect(words[rank]).toBe(expected);
  }
  await rankings.nth(1).getByRole('button').first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(rankings.nth(1).getByRole('button').nth(1)).toBeFocused();
});
