/** Panels keep the room that they promise, whatever the data: Banking77 has 77 labels, CLINC 150. */
import type { Page } from '@playwright/test';
import { expect, openWorkspaceFile, panelsReady, test } from '../fixtures.ts';

const WORDS = ['card', 'cash', 'train', 'rain', 'ticket', 'loan', 'cat'];

/** A workspace of two lenses, and of two texts for each label. */
function workspace(labels: number): string {
  const lens = (n: number, instruction: string) => ({
    ...{ id: `lens-${n}`, name: `Lens ${n}`, colour: n, on: true, instruction },
    ...{ queryInstruction: '', documentInstruction: '' },
  });
  const texts = Array.from({ length: 2 * labels }, (_, i) => ({
    ...{ id: `t${i}`, text: `${i} about my ${WORDS[i % 7]} number ${i % labels}`, group: 'A' },
    label: `intent_name_${i % labels}`,
  }));
  return JSON.stringify({
    ...{ version: 2, name: `${labels} labels`, k: 12, projection: 'pca' },
    lenses: [lens(0, 'Represent the topic: '), lens(1, 'Represent the mood: ')],
    texts,
    queries: texts.slice(0, 2).map(({ id, text }) => ({ id: `q${id}`, text })),
    documents: texts.slice(0, 20).map(({ id, text }) => ({ id: `d${id}`, text })),
    view: {
      ...{ mode: 'two', first: null, second: null, columns: null, colour: 'value' },
      ...{ mapColour: 'labels', labels: false },
    },
  });
}

async function open(page: Page, content: string): Promise<void> {
  await openWorkspaceFile(page, content);
  await page.locator('[data-testid=panel-map] .chart-host').nth(1).waitFor({ timeout: 120_000 });
  await panelsReady(page);
}

/** Plots and lists that are lower than the page promises, and panels whose parts run out of them. */
function broken(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    const least = Number.parseFloat(style.getPropertyValue('--plot-min'));
    const most = Number.parseFloat(style.getPropertyValue('--legend-max'));
    if (!(least >= 180 && most > 0)) return ['the page promises no room'];
    return [...document.querySelectorAll<HTMLElement>('.panel')].flatMap((panel) => {
      const { bottom } = panel.getBoundingClientRect();
      const name = panel.dataset.panel;
      const low = [...panel.querySelectorAll('.chart-host, [data-testid=retrieval]')].flatMap(
        (plot) => {
          const { height } = plot.getBoundingClientRect();
          return height < least - 0.5 ? [`${name}: a plot of ${height} px`] : [];
        },
      );
      const out = [
        ...panel.querySelectorAll('.panel-body > *, .side > *, [data-testid=legend-list]'),
      ].flatMap((part) =>
        part.getBoundingClientRect().bottom > bottom + 0.5
          ? [`${name}: .${part.className} runs out`]
          : [],
      );
      const tall = [...panel.querySelectorAll('[data-testid=legend-list]')].flatMap((legend) =>
        legend.getBoundingClientRect().height > most + 0.5 ? [`${name}: a legend too high`] : [],
      );
      return [...low, ...out, ...tall];
    });
  });
}

test('with 77 and 150 labels and clusters, every plot keeps its room, and any of them is found', async ({
  page,
  facet,
  complaints,
}) => {
  await page.goto(facet.url);
  await panelsReady(page);
  const both = async (what: string) => {
    for (const [width, height] of [
      [390, 844],
      [1440, 900],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect.poll(() => broken(page), { message: `${what}, ${width} px` }).toEqual([]);
    }
  };
  await open(page, workspace(77));
  await both('77 labels, two lenses');
  await page.getByTestId('map-colour').selectOption('clusters');
  await both('12 clusters, two lenses');
  const before = (await panelsReady(page))[1]!;
  await page.getByTestId('cluster-count').fill('77');
  await page.getByTestId('cluster-count').press('Enter');
  await expect.poll(async () => (await panelsReady(page))[1]).toBeGreaterThan(before);
  await expect(page.getByTestId('legend-others').first()).toContainText('others');
  await both('77 clusters, two lenses');

  await open(page, workspace(150));
  await both('150 labels, two lenses');
  await page.getByRole('radio', { name: 'One lens' }).click();
  await panelsReady(page);
  await both('150 labels, one lens');
  await expect(page.getByTestId('legend')).toHaveCount(12);
  await page.getByTestId('legend-others').click();
  await expect(page.getByTestId('legend-option').nth(9)).toBeVisible();
  await page.getByTestId('legend-find').fill('name_149');
  await expect(page.getByTestId('legend-option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('selection')).toContainText('2 texts selected');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('legend-others')).toBeFocused();
  expect(complaints).toEqual([]);
});
