/** A selection in one panel applies to all panels. */
import { expect, panelsReady, test } from './fixtures.ts';

test('texts are selected on the map, by a legend and in the list, and removed with undo', async ({
  page,
  facet,
  complaints,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const bar = page.getByTestId('selection');
  await expect(bar).toHaveCount(0);

  // A line around the whole map.
  await page.getByTestId('lasso').click();
  const box = (await page.getByTestId('panel-map').locator('.plot').boundingBox())!;
  const corner = (x: number, y: number) =>
    [box.x + 8 + x * (box.width - 16), box.y + 8 + y * (box.height - 16)] as const;
  await page.waitForTimeout(500);
  await page.mouse.move(...corner(0, 0));
  await page.mouse.down();
  for (const [x, y] of [
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0.1],
  ] as const) {
    await page.mouse.move(...corner(x, y), { steps: 6 });
  }
  await page.mouse.up();
  await expect(bar).toContainText('16 texts selected');
  await expect(page.locator('[data-testid=text-row][data-lit]')).toHaveCount(8);
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);

  // Selects a cluster by its legend with the keyboard, then adds a text of the list.
  const legend = page.getByTestId('legend').first();
  await legend.focus();
  await page.keyboard.press('Enter');
  await expect(legend).toHaveAttribute('aria-pressed', 'true');
  const size = Number(await legend.locator('.legend-size').textContent());
  await expect(bar).toContainText(`${size} texts selected`);
  await bar.getByRole('button', { name: 'Clear' }).click();
  const rows = page.getByTestId('text-row').locator('.text-face');
  await rows.nth(0).click({ modifiers: ['ControlOrMeta'] });
  await rows.nth(1).focus();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(bar).toContainText('2 texts selected');
  // Two selected texts are a pair, under every lens.
  await expect(page.getByTestId('pinned-pair')).toBeVisible();

  await bar.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByTestId('text-row')).toHaveCount(6);
  await page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByTestId('text-row')).toHaveCount(8);
  expect(complaints).toEqual([]);
});
