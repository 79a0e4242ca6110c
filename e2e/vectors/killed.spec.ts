/**
 * Killed while it embeds, at moments that a seed gives: the tab closed, its process crashed, the worker of the vectors or
 * of the engine ended. `npm run test:kills` does it 20 times; the seed of a failure is in its output (FACET_SEED).
 */
import type { BrowserContext, Page } from '@playwright/test';
import { seededRandom } from '../../src/lib/random.ts';
import { expect, panelsReady, pasteTexts, test } from '../fixtures.ts';
import { atRest, lastRun } from './steps.ts';

const KILLS = Number(process.env.FACET_KILLS ?? 3);
const SEED = Number(process.env.FACET_SEED ?? Date.now() % 1_000_000);
const TEXTS = Array.from({ length: 220 }, (_, n) => `Order ${n}${' is late again'.repeat(n % 5)}.`);

/** The page opens with two, side by side. */
const LENSES = 2;

const HOW = ['close', 'crash', 'facet-vectors', 'facet-engine'] as const;

/** The page of a returning visitor, whose workers a test can end. */
async function visit(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    const name = 'facet-preferences';
    if (localStorage.getItem(name) === null) {
      localStorage.setItem(name, JSON.stringify({ state: { guided: true }, version: 1 }));
    }
    const workers = new Map<string, Worker>();
    Object.assign(window, { facetTestWorkers: workers });
    window.Worker = class extends Worker {
      constructor(script: string | URL, options?: WorkerOptions) {
        super(script, options);
        workers.set(options?.name ?? '', this);
      }
    };
  });
  await page.goto(url);
  return page;
}

async function kill(page: Page, how: (typeof HOW)[number]): Promise<void> {
  if (how === 'crash') {
    const gone = page.waitForEvent('crash');
    const devtools = await page.context().newCDPSession(page);
    devtools.send('Page.crash').catch(() => {});
    await gone;
    // Closing what has no process waits for ever.
    return;
  }
  if (how !== 'close') {
    await page.evaluate((name) => {
      const { facetTestWorkers } = window as unknown as { facetTestWorkers: Map<string, Worker> };
      facetTestWorkers.get(name)!.terminate();
    }, how);
  }
  await page.close();
}

async function texted(page: Page): Promise<void> {
  await panelsReady(page);
  await pasteTexts(page, TEXTS);
}

const begun = (page: Page) => page.getByTestId('job-progress').waitFor({ timeout: 120_000 });

test(`killed ${KILLS} times: no committed text is embedded again, and the bytes at the end are the same`, async ({
  browser,
  facet,
}) => {
  test.skip(process.env.FACET_KILLS === undefined, 'npm run test:kills does it, in minutes');
  test.setTimeout(60_000 + KILLS * 30_000);
  console.log(`Seed of the kills: ${SEED}`);
  const random = seededRandom(SEED);

  const undisturbed = await browser.newContext();
  const calm = await visit(undisturbed, facet.url);
  await texted(calm);
  await begun(calm);
  const began = Date.now();
  await expect(calm.getByTestId('last-run')).toHaveText(
    new RegExp(`^${TEXTS.length * LENSES} texts`),
  );
  const lasts = Date.now() - began;
  const expected = await atRest(calm, facet);
  await undisturbed.close();

  const context = await browser.newContext();
  let page = await visit(context, facet.url);
  await texted(page);
  // Saved, so that the next visit has the same texts.
  await expect(page.getByTestId('saving')).toHaveText('Saved in this browser');
  let committed = 0;
  for (let kills = 1; kills <= KILLS; kills++) {
    const how = HOW[Math.floor(random() * HOW.length)]!;
    // So that the work lasts until the last of them, mostly.
    const after = Math.floor((random() * lasts * 1.5) / KILLS);
    if (kills > 1) page = await visit(context, facet.url);
    // Once all is embedded there is no job, and the kill is of an idle page.
    const begins = page.getByTestId('job-progress').or(page.getByTestId('last-run'));
    await begins.waitFor({ timeout: 60_000 });
    await page.waitForTimeout(after);
    await kill(page, how);
    const reader = await context.newPage();
    const { texts } = await atRest(reader, facet);
    await reader.close();
    console.log(`Kill ${kills}: ${how} after ${after} ms, ${texts} vectors committed`);
    expect(texts).toBeGreaterThanOrEqual(committed);
    committed = texts;
  }
  page = await visit(context, facet.url);
  await panelsReady(page);
  const { embedded, kept } = await lastRun(page);
  console.log(`Last visit: ${embedded} embedded, ${kept} kept from before`);
  expect(embedded).toBe(expected.texts - committed);
  expect(embedded + kept).toBe(expected.texts);
  expect(await atRest(page, facet)).toEqual(expected);
  await context.close();
});
