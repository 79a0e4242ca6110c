/** What every panel does: its controls fit, and it is saved as picture and table. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, panelsReady, test } from '../fixtures.ts';

async function save(page: Page, what: string, how: string): Promise<Buffer> {
  await page.getByTestId(`save-${what}`).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId(how).click(),
  ]);
  return readFile(await download.path());
}

/** Lets the browser parse the picture: an XML error would make a document of its own. */
function parse(page: Page, svg: string) {
  return page.evaluate((svg) => {
    const { documentElement: root } = new DOMParser().parseFromString(svg, 'image/svg+xml');
    return {
      name: root.nodeName,
      texts: [...root.querySelectorAll('text')].map((text) => text.textContent),
      marks: root.querySelectorAll('path').length,
      scripts: root.querySelectorAll('script, image, foreignObject').length,
    };
  }, svg);
}

test('each panel is saved as SVG, as PNG and as a table', async ({ page, facet, complaints }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(facet.url);
  await panelsReady(page);
  await page.getByTestId('add-text').click();
  await page.getByTestId('text-edit').fill('</text><script>alert(1)</script> & "more"');
  await page.getByTestId('text-edit').press('Enter');
  await page.getByRole('radio', { name: 'Side by side' }).click();
  await page.locator('[data-testid=effect][data-state=ready]').waitFor({ timeout: 240_000 });
  await panelsReady(page);

  const matrix = await parse(page, (await save(page, 'similarity', 'save-svg')).toString());
  expect(matrix).toMatchObject({ name: 'svg', scripts: 0 });
  expect(matrix.texts).toContain('A9');
  expect(matrix.texts.filter((text) => text === 'Topic' || text === 'Action')).toHaveLength(2);
  const map = await parse(page, (await save(page, 'map', 'save-svg')).toString());
  // 17 texts on two maps, plus two legends of two clusters.
  expect(map.marks).toBe(2 * 17 + 2 * 2);
  const ranking = await parse(page, (await save(page, 'retrieval', 'save-svg')).toString());
  expect(ranking.marks).toBe(14);

  for (const what of ['similarity', 'map', 'retrieval']) {
    const png = await save(page, what, 'save-png');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    // Width and height from its header.
    expect(png.readUInt32BE(16)).toBeGreaterThan(1000);
    expect(png.readUInt32BE(20)).toBeGreaterThan(400);
  }

  const rows = (await save(page, 'similarity', 'save-table')).toString().trim().split('\n');
  expect(rows).toHaveLength(1 + 9 * 8);
  expect(rows[0]).toBe('Row\tColumn\tRow text\tColumn text\tTopic\tAction\tDifference');
  const [, , , , topic, action, change] = rows[1]!.split('\t');
  expect(Number(action) - Number(topic)).toBeCloseTo(Number(change), 6);

  await page.getByTestId('save-effect').click();
  await page.getByTestId('copy-table').click();
  await expect(page.getByTestId('toast')).toContainText('Copied');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^Measure\tTopic against Action\nSpearman’s ρ of the cosines\t[\d.-]+\n/);
  const shown = await page.getByTestId('effect-spearman').textContent();
  expect(Number(copied.split(/[\t\n]/)[3])).toBeCloseTo(Number(shown!.replace('−', '-')), 2);
  await save(page, 'tokens', 'save-table');
  expect(complaints).toEqual([]);
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
