/** WCAG 2.2 AA, as far as a machine can check it, on every view, in both themes and at both widths. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, panelsReady, pasteTexts, test } from '../fixtures.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// Menus open at the end of the page and outside landmarks, as ARIA practices do. WCAG has no such rule.
const NOT = ['region'];
/** What the theme changes. The names, roles and places of elements are the same in both. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

// axe is injected as a script, which the page's own policy would refuse.
test.use({ bypassCSP: true });

/** @param within What the state has opened or changed: all else was checked in a state before. */
async function check(page: Page, state: string, within?: string): Promise<void> {
  // What is computed anew is faint for a moment, and on its way out.
  await expect(page.locator('[data-stale]')).toHaveCount(0);
  const axe = () => {
    const builder = new AxeBuilder({ page });
    return within === undefined ? builder : builder.include(within);
  };
  if (within !== undefined) await page.locator(within).first().waitFor();
  const all = axe().withTags(TAGS);
  const found: string[] = [];
  if (isNarrow(page)) {
    // The wide page has the same colours.
    found.push(...(await violations(all.disableRules([...NOT, ...COLOURS]), state)));
  } else {
    found.push(...(await violations(all.disableRules(NOT), `${state}, light`)));
    await showTheme(page, 'dark');
    found.push(...(await violations(axe().withRules(COLOURS), `${state}, dark`)));
    await showTheme(page, 'light');
  }
  expect.soft(found).toEqual([]);
}

const DIALOG = '[role=dialog]';

const isNarrow = (page: Page) => page.viewportSize()!.width < 800;

/** Waits until every colour has arrived: those of buttons fade over. */
async function showTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const finished = document.getAnimations().map((each) => each.finished.catch(() => undefined));
    await Promise.all(finished);
  });
}

async function violations(axe: AxeBuilder, state: string): Promise<string[]> {
  return (await axe.analyze()).violations.map(
    ({ id, nodes }) =>
      `${state}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  test(`no violation at ${width} px, in every view`, async ({ page, facet }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.goto(facet.url);
    await panelsReady(page);
    const drawer = page.getByRole('button', { name: 'Open lenses and texts' });
    const narrow = isNarrow(page);
    await page.locator('[data-testid=effect][data-state=ready]').waitFor();
    await check(page, 'as it opens');
    await page.getByRole('radio', { name: 'One lens' }).click();
    await panelsReady(page);
    await check(page, 'one lens', 'main');
    await page.getByRole('radio', { name: 'Difference' }).click();
    await page.locator('[data-testid=effect][data-state=ready]').waitFor();
    await panelsReady(page);
    await check(page, 'difference', 'main');
    await page.getByTestId('show-moved').click();
    await page.getByTestId('moved-row').first().click();
    await page.getByTestId('moved-detail').getByRole('list').first().waitFor();
    await check(page, 'texts that moved', 'main');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show similarity as a table' }).click();
    await page.getByRole('button', { name: 'Show map as a table' }).click();
    for (const name of ['similarity', 'map']) {
      await page.getByTestId(`panel-${name}`).getByRole('table').waitFor();
    }
    await page.getByTestId('ranked-document').first().click();
    await check(page, 'tables, a pinned document', 'main');

    await page.getByTestId('save-map').click();
    await check(page, 'menu', '[role=menu]');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+K');
    await page.getByTestId('palette-input').waitFor();
    await check(page, 'commands', DIALOG);
    await page.keyboard.press('Escape');
    await page.getByTestId('workspace-menu').click();
    await page.getByTestId('share-workspace').click();
    await check(page, 'share', DIALOG);
    await page.keyboard.press('Escape');
    await page.getByTestId('workspace-menu').click();
    await page.getByTestId('all-workspaces').click();
    await page.getByRole('button', { name: /^Duplicate/ }).click();
    await page
      .getByRole('button', { name: /^Delete/ })
      .last()
      .click();
    await check(page, 'workspaces', DIALOG);
    await page.keyboard.press('Escape');

    if (narrow) {
      await drawer.click();
      await check(page, 'drawer', DIALOG);
    }
    await page.getByRole('button', { name: 'Show and type labels' }).click();
    await page.getByTestId('paste-texts').click();
    await page.getByTestId('file-input').setInputFiles([
      { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('text,label\none,x\n') },
      { name: 'b.csv', mimeType: 'text/csv', buffer: Buffer.from('text\n"open') },
      {
        name: 'c.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('PK\u0003\u0004 a spreadsheet'),
      },
    ]);
    await page.getByRole('alert').waitFor();
    await check(page, 'add texts', DIALOG);
    await page.keyboard.press('Escape');
    if (narrow) await page.keyboard.press('Escape');

    await page.getByTestId('workspace-menu').click();
    await page.getByRole('menuitem', { name: 'New empty workspace' }).click();
    await check(page, 'empty workspace');
  });
}

test('no violation on the workbench, with duplicates and the selection open', async ({
  page,
  facet,
}) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(facet.url);
  await panelsReady(page);
  await pasteTexts(
    page,
    Array.from({ length: 300 }, (_, at) => `Ticket ${at} waits for an answer`),
  );
  await page.getByTestId('text-table').waitFor();
  await page.getByTestId('unfold-duplicates').click();
  await page.getByTestId('duplicates-list').getByRole('option').first().click();
  await page.getByTestId('list-selection').click();
  await page.getByTestId('similar-list').waitFor();
  await panelsReady(page);
  await check(page, 'workbench');
});
