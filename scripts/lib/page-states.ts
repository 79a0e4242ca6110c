/** The states of the page that are compared by their pixels, and how a browser reaches each. */
import type { Browser, Page } from '@playwright/test';

export interface View {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
}

interface State {
  readonly name: string;
  /** Brings the page here from the state before it in the list. */
  reach(page: Page): Promise<void>;
}

export const VIEWS: readonly View[] = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
];

/** A busy machine embeds the example in minutes. */
const WAIT_MS = 300_000;

/** What tells of the machine's speed. Its words differ from run to run. */
const TIMES = '[data-testid=last-run], [data-testid=job-progress]';

/** Plotly draws in frames after its data arrives. */
const DRAWN_MS = 1200;

/**
 * Opens the page with nothing kept, as a person who is past the guided start. The time stands still and chance repeats, so
 * that two builds show the same. (What the page computes has seeds of its own.)
 * @throws Error if it shows no results in time.
 */
export async function openPage(browser: Browser, address: string, view: View): Promise<Page> {
  const { width, height, colorScheme } = view;
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(WAIT_MS);
  await page.clock.setFixedTime(new Date('2026-01-01T12:00:00Z'));
  await page.addInitScript(() => {
    let state = 1;
    Math.random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    // The fetch frame has no storage.
    if (self.origin === 'null') return;
    localStorage.setItem(
      'facet-preferences',
      JSON.stringify({ state: { guided: true }, version: 1 }),
    );
  });
  await page.goto(address);
  // Whoever cannot see the page as it opens, need not wait for its other states.
  await settled(page);
  return page;
}

export const STATES: readonly State[] = [
  { name: 'first-view', reach: settled },
  {
    name: 'lower-panels',
    async reach(page) {
      await page.getByTestId('effect').scrollIntoViewIfNeeded();
      await settled(page);
    },
  },
  {
    name: 'difference',
    async reach(page) {
      await choose(page, 'Difference');
    },
  },
  {
    name: 'one-lens',
    async reach(page) {
      await choose(page, 'One lens');
    },
  },
  {
    name: 'tables',
    async reach(page) {
      for (const panel of ['similarity', 'map']) {
        await page.getByRole('button', { name: `Show ${panel} as a table` }).click();
        await page.getByTestId(`panel-${panel}`).getByRole('table').waitFor();
      }
      await settled(page);
    },
  },
  {
    name: 'menu',
    async reach(page) {
      await page.getByTestId('panel-map').scrollIntoViewIfNeeded();
      await page.getByTestId('save-map').click();
      await settled(page);
    },
  },
  {
    name: 'palette',
    async reach(page) {
      await closeDialogs(page);
      await page.keyboard.press('ControlOrMeta+K');
      await page.getByTestId('palette-input').waitFor();
      await settled(page);
    },
  },
  {
    name: 'workspaces',
    async reach(page) {
      await closeDialogs(page);
      await page.getByTestId('workspace-menu').click();
      await page.getByTestId('all-workspaces').click();
      await settled(page);
    },
  },
  {
    name: 'models',
    async reach(page) {
      await closeDialogs(page);
      await page.getByTestId('model-pill').click();
      await page.getByTestId('open-models').click();
      await page.getByTestId('models-dialog').waitFor();
      await settled(page);
    },
  },
  {
    name: 'texts',
    async reach(page) {
      await closeDialogs(page);
      const drawer = page.getByRole('button', { name: 'Open lenses and texts' });
      if (await drawer.isVisible()) await drawer.click();
      await page.getByRole('button', { name: 'Show and type labels' }).click();
      await settled(page);
    },
  },
  {
    name: 'paste',
    async reach(page) {
      await page.getByTestId('paste-texts').click();
      await page.getByTestId('paste-field').waitFor();
      await settled(page);
    },
  },
];

async function choose(page: Page, mode: string): Promise<void> {
  await page.getByRole('radio', { name: mode }).click();
  await settled(page);
}

/** Escape closes a tip or a menu before the dialog below it. */
async function closeDialogs(page: Page): Promise<void> {
  const open = page.locator('[role=dialog], [role=alertdialog], [role=menu]');
  for (let press = 0; press < 4 && (await open.count()) > 0; press++) {
    await page.keyboard.press('Escape');
    await page.waitForTimeout(100);
  }
}

/** Waits until every panel shows its result and the pictures are drawn, with the pointer over nothing. */
async function settled(page: Page): Promise<void> {
  for (const panel of ['similarity', 'map', 'retrieval']) {
    await page.locator(`[data-testid=panel-${panel}][data-state=ready]`).waitFor();
  }
  await page.mouse.move(0, 0);
  await page.locator('[data-stale]').first().waitFor({ state: 'detached' });
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(DRAWN_MS);
  // Not by a style sheet, which the page's own policy would refuse.
  await page.evaluate((times) => {
    for (const each of document.querySelectorAll<HTMLElement>(times))
      each.style.visibility = 'hidden';
  }, TIMES);
}
