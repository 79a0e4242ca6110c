/** Many texts: the map with the table beside it, the selection, duplicates, and texts found by their words. */
import { expect, panelsReady, pasteTexts, test, throughOneLens } from '../fixtures.ts';

// The tiny model gives all these texts the same vector: no slider would tell copies from the others.
test.use({ model: 'built-in' });

const THINGS = ['invoice', 'courier', 'login page', 'refund', 'subscription'];
const FAULTS = ['was charged twice', 'never came', 'does not load', 'is missing'];

/** 300 texts, all different but for the last two, which repeat the first. */
const TEXTS = Array.from({ length: 300 }, (_, at) => {
  const number = at < 298 ? at : 0;
  return `The ${THINGS[number % 5]} of order ${number} ${FAULTS[number % 4]}`;
});

test('many texts make a workbench: table, duplicates, selection, and texts found by words', async ({
  page,
  facet,
  complaints,
}) => {
  await page.goto(facet.url);
  await throughOneLens(page);
  await expect(page.getByTestId('panel-table')).toHaveCount(0);
  await pasteTexts(page, TEXTS);
  const table = page.getByTestId('text-table');
  await expect(table).toBeVisible();
  await panelsReady(page);

  // The border between map and table moves by keys, and stays where it is left.
  const width = async () => (await page.getByTestId('panel-map').boundingBox())!.width;
  const before = await width();
  await page.getByRole('separator', { name: 'Border between map and table' }).press('ArrowLeft');
  await expect.poll(width).toBeLessThan(before);

  // What is opened large has the whole bench.
  await page.getByRole('button', { name: 'Open map large' }).click();
  const bench = (await page.locator('.bench').boundingBox())!;
  await expect.poll(width).toBeGreaterThan(bench.width - 20);
  const map = (await page.getByTestId('panel-map').boundingBox())!;
  expect(map.height).toBeGreaterThan(bench.height - 20);
  await page.getByRole('button', { name: 'Close large map' }).click();

  await page.getByTestId('table-search').fill('courier twice');
  // Numbers that are 1 modulo 5 and 0 modulo 4, below 298.
  await expect(page.getByTestId('table-count')).toHaveText(/^15 of /);
  await table.getByRole('button', { name: 'Text' }).click();
  await page.getByTestId('select-found').click();
  await expect(page.getByTestId('selection')).toContainText('15 texts selected');

  await page.getByTestId('list-selection').click();
  await page.getByLabel('Label of the selected texts').fill('courier');
  await page.getByTestId('label-selection').click();
  const selected = page.getByTestId('selected-list').getByRole('option');
  await expect(selected.first()).toContainText('courier');
  const similar = page.getByTestId('similar-list').getByRole('option');
  await similar.first().click();
  await page.getByTestId('add-similar').click();
  await expect(page.getByTestId('selection')).toContainText('16 texts selected');
  await page.getByTestId('selection-matrix').click();
  await expect(page.getByTestId('panel-similarity')).toContainText('Selection, 16 × 16');
  await page.getByRole('button', { name: 'Close the list of selected texts' }).click();

  await page.getByTestId('unfold-duplicates').click();
  await page.getByTestId('least-cosine').fill('1');
  await expect(page.getByTestId('remove-copies')).toHaveText('Remove 2 extra texts');
  await page.getByTestId('duplicates-list').getByRole('option').first().click();
  await expect(page.getByTestId('duplicate-texts')).toContainText('order 0 was charged twice');
  await page.getByTestId('remove-copies').click();
  await expect(page.getByTestId('remove-copies')).toHaveText('No extra copies');
  await page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByTestId('remove-copies')).toHaveText('Remove 2 extra texts');

  await page.keyboard.press('ControlOrMeta+K');
  await page.getByTestId('palette-input').fill('order 217');
  await expect(page.getByTestId('found-text')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('selection')).toContainText('1 text selected');
  await expect(page.locator('[data-testid=text-row][data-lit]')).toContainText('order 217');
  expect(complaints).toEqual([]);
});
