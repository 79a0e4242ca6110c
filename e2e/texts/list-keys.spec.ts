/** A list of thousands by keyboard, and a text of megabytes in it. */
import { writeFileSync } from 'node:fs';
import { expect, panelsReady, pasteTexts, test } from '../fixtures.ts';

test('a list is one stop of the Tab key, arrows go through it, and the focus stays in it', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await pasteTexts(
    page,
    Array.from({ length: 2100 }, (_, i) => `Text of a long list, number ${i}.`),
  );
  await page.getByTestId('job-cancel').click();
  const face = (number: number) =>
    page.getByRole('button', { name: new RegExp(`^Edit text ${number}:`) });
  await face(1).focus();
  await page.keyboard.press('ArrowDown');
  await expect(face(2)).toBeFocused();
  await page.keyboard.press('End');
  const last = page.getByTestId('text-row').last().locator('.text-face');
  await expect(last).toBeFocused();
  // The controls of one row, then what is after the list.
  const grid = page.getByRole('grid', { name: 'Texts of group A' });
  for (let stops = 0; await grid.locator(':focus').count(); stops++) {
    expect(stops).toBeLessThan(6);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Shift+Tab');
  await expect(grid.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(face(1)).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(face(1)).toBeFocused();
  await page.getByTestId('add-text').press('Enter');
  await page.keyboard.type('Typed by keyboard.');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /: Typed by keyboard\.$/ })).toBeFocused();
  await page.getByTestId('add-text').press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /: Typed by keyboard\.$/ })).toBeFocused();
});

test('a cell of 5 MB is added, read and edited a part at a time', async ({ page, facet }, info) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const file = info.outputPath('long.csv');
  writeFileSync(file, `id,text\n1,one\n2,"${'some words of a long text, '.repeat(185_000)}"\n`);
  await page.getByTestId('paste-texts').click();
  await page.getByTestId('file-input').setInputFiles(file);
  await page.getByTestId('paste-confirm').click();
  const row = page.getByTestId('text-row').last();
  await expect(row.getByTestId('text-tokens')).toContainText('cut at');
  await row.locator('.text-face').click();
  await expect(row.getByTestId('part-steps')).toContainText('of 4,995,000');
  await row.getByRole('button', { name: 'The next part' }).click();
  await row.getByTestId('text-edit').press('End');
  await page.keyboard.type('!');
  await expect(row.getByTestId('part-steps')).toContainText('of 4,995,001');
  await page.keyboard.press('Enter');
  await expect(row.locator('.text-face')).toBeFocused();
  // No element holds more of it than a part.
  const longest = await page.evaluate(() =>
    Math.max(
      ...[...document.querySelectorAll('*')].map((each) =>
        [...each.childNodes].reduce(
          (sum, node) => sum + (node.nodeType === 3 ? node.textContent!.length : 0),
          0,
        ),
      ),
    ),
  );
  expect(longest).toBeLessThan(10_000);
});
