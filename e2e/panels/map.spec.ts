/** The map: pointing, selecting, other projections, the way between two lenses. */
import type { Page } from '@playwright/test';
import { expect, panelsReady, test, throughOneLens } from '../fixtures.ts';
import { show } from './steps.ts';

/** Finds the first point of the map that answers to the pointer. */
async function findPoint(page: Page): Promise<{ x: number; y: number }> {
  const box = (await page.getByTestId('panel-map').locator('.plot').boundingBox())!;
  for (let y = box.y + 10; y < box.y + box.height; y += 24) {
    for (let x = box.x + 10; x < box.x + box.width; x += 24) {
      await page.mouse.move(x, y);
      // Plotly looks at most every 50 ms.
      await page.waitForTimeout(60);
      if ((await page.getByTestId('hover-card').count()) > 0) return { x, y };
    }
  }
  throw new Error('No point of the map answers to the pointer.');
}

/** Waits until the points are drawn, and returns a look at them. A second canvas, above, has what stands out. */
async function drawing(page: Page): Promise<() => Promise<string>> {
  const canvas = page.getByTestId('panel-map').locator('canvas').first();
  await expect
    .poll(() =>
      canvas.evaluate((element: HTMLCanvasElement) => {
        const { width, height } = element;
        return element.getContext('2d')?.getImageData(0, 0, width, height).data.some(Boolean);
      }),
    )
    .toBe(true);
  return () => canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
}

test('pointing at the map shows the text there, and lights it up in the list; the map is panned', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await throughOneLens(page);
  const card = page.getByTestId('hover-card');
  const point = await findPoint(page);
  const text = await card.locator('bdi').first().textContent();
  expect(text).not.toBe('');
  if (/^A/.test((await card.locator('b').first().textContent()) ?? '')) {
    await expect(page.locator('[data-testid=text-row][data-lit]')).toContainText(text ?? '');
  }

  // The map follows Plotly's panning, so its canvas changes.
  const picture = await drawing(page);
  const before = await picture();
  await page.mouse.down();
  await page.mouse.move(point.x + 60, point.y + 30, { steps: 6 });
  await page.mouse.up();
  await expect.poll(picture).not.toBe(before);
  // Plotly reports no points while it drags.
  await page.mouse.move(point.x + 61, point.y + 31);
  await expect(card).toContainText(text ?? '');
});

test('the map is laid out by UMAP and by PCA again', async ({ page, facet }) => {
  await page.goto(facet.url);
  const before = (await throughOneLens(page))[1]!;
  const map = page.getByTestId('panel-map');
  const table = async () => {
    await map.getByRole('button', { name: 'Show map as a table' }).click();
    const words = await map.getByRole('table').textContent();
    await map.getByRole('button', { name: 'Show map as a chart' }).click();
    return words;
  };
  const byPca = await table();
  await map.getByRole('radio', { name: 'UMAP' }).click();
  await expect.poll(async () => (await panelsReady(page))[1]).toBeGreaterThan(before);
  expect(await table()).not.toBe(byPca);
  await map.getByRole('radio', { name: 'PCA' }).click();
  // Projections are deterministic: the same vectors give the same places.
  await expect.poll(table).toBe(byPca);
});

// A selection in one panel applies to all panels.
test('texts are selected on the map, by a legend and in the list, and removed with undo', async ({
  page,
  facet,
  complaints,
}) => {
  await page.goto(facet.url);
  await throughOneLens(page);
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
  const size = Number(await legend.getByTestId('legend-size').textContent());
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

test('points travel between the maps by keyboard', async ({ page, facet }) => {
  await page.goto(facet.url);
  await panelsReady(page);
  await show(page, 'Difference');
  const picture = await drawing(page);
  const start = await picture();
  await page.getByTestId('travel').focus();
  await page.keyboard.press('End');
  await expect(page.getByTestId('travel')).toHaveAttribute('aria-valuenow', '1');
  await expect.poll(picture).not.toBe(start);
  await page.keyboard.press('Home');
  await expect.poll(picture).toBe(start);
});
