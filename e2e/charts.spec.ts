/** Pointing at the charts: Plotly finds the point, the page draws its hint. */
import type { Page } from '@playwright/test';
import { expect, panelsReady, test } from './fixtures.ts';

/** Finds the first point of the map that answers to the pointer. */
async function findPoint(page: Page): Promise<{ x: number; y: number }> {
  const box = (await page.getByTestId('panel-map').locator('.plot').boundingBox())!;
  for (let y = box.y + 10; y < box.y + box.height; y += 24) {
    for (let x = box.x + 10; x < box.x + box.width; x += 24) {
      await page.mouse.move(x, y);
      // Plotly looks at most every 50 ms.
      await page.waitForTimeout(60);
      if ((await page.locator('.hover-card').count()) > 0) return { x, y };
    }
  }
  throw new Error('No point of the map answers to the pointer.');
}

test('pointing at the map or the matrix shows the texts there, and lights them up in the list', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const matrix = page.getByTestId('panel-similarity').locator('.plot');
  await expect(matrix.locator('.plotly .heatmaplayer image')).toBeAttached();
  const box = (await matrix.boundingBox())!;
  const card = page.locator('.hover-card');
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5);
  await expect(card).toContainText(/A\d .*B\d .*\d\.\d{3}/);
  await page.mouse.move(5, 5);
  await expect(card).toBeHidden();

  const point = await findPoint(page);
  const text = await card.locator('bdi').textContent();
  expect(text).not.toBe('');
  if (/^A/.test((await card.locator('b').textContent()) ?? '')) {
    await expect(page.locator('[data-testid=text-row][data-lit]')).toContainText(text ?? '');
  }

  // The map follows Plotly's panning, so its canvas changes.
  const canvas = page.getByTestId('panel-map').locator('canvas');
  const picture = () => canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
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
  const before = (await panelsReady(page))[1]!;
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

test('every control of a panel lies inside it at any width, and the charts keep room', async ({
  page,
  facet,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  for (const width of [1440, 1370, 1280, 1100, 1024, 830, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await expect
      .poll(
        () =>
          page.evaluate(() =>
            [...document.querySelectorAll('.panel')].flatMap((panel) => {
              const { right } = panel.getBoundingClientRect();
              return [...panel.querySelectorAll('.panel-head button')]
                .filter((button) => button.getBoundingClientRect().right > right)
                .map((button) => `${button.getAttribute('aria-label') ?? button.textContent}`);
            }),
          ),
        { message: `controls outside their panel at ${width} px` },
      )
      .toEqual([]);
    for (const panel of ['panel-map', 'panel-similarity']) {
      await expect
        .poll(
          async () => (await page.getByTestId(panel).locator('.plot').boundingBox())?.height ?? 0,
          { message: `${panel} at ${width} px` },
        )
        .toBeGreaterThan(100);
    }
  }
});
