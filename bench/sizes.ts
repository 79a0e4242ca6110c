/**
 * `npm run bench -- sizes`: measures what real sizes cost the page's main thread: one text of megabytes, then
 * many short texts with a one-layer model, which embeds faster than any real one and so tells the page most.
 * Prints the CPU time of the main thread and its longest task, scene by scene. Options: `--cell KILOBYTES`,
 * `--texts N`, `--seconds N` (how long to watch the embedding), `--profile FOLDER` (CPU profiles for DevTools, of a
 * build that is not minified),
 * `--json FILE`; 0 leaves a part out.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { serveTinyModel } from '../e2e/fixtures.ts';
import { chromiumOptions, ensureChromium } from '../scripts/lib/chromium.ts';
import { commandLine, wholeNumber } from '../src/cli/command.ts';
import { traceTasks } from './long-tasks.ts';
import { openReport } from './options.ts';
import { benchmarkSentences } from './sentences.ts';

const ROOT = join(import.meta.dirname, '..');
const BUILT = join(ROOT, 'dist-sizes');
/** Longest CPU time of a task that no one notices. */
const LONG_MS = 50;
const PATIENCE_MS = 120_000;

const { cell, count, seconds, profile, json } = commandLine({
  usage:
    'usage: npm run bench -- sizes [--cell 5000] [--texts 100000] [--seconds 60] [--profile FOLDER] [--json FILE]',
  options: {
    cell: { type: 'string', default: '5000' },
    texts: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '60' },
    profile: { type: 'string' },
    json: { type: 'string' },
  },
  read: ({ cell = '', texts = '', seconds = '', profile, json }) => ({
    cell: wholeNumber('--cell', cell, 0),
    count: wholeNumber('--texts', texts, 0),
    seconds: wholeNumber('--seconds', seconds),
    profile,
    json,
  }),
});
const saveReport = await openReport(json);

interface Scene {
  readonly name: string;
  act(page: Page): Promise<void>;
}

interface Cost {
  readonly name: string;
  readonly wallSeconds: number;
  /** CPU time of the main thread. */
  readonly mainSeconds: number;
  readonly longTasks: number;
  /** CPU time of the longest task, in ms. */
  readonly longestMs: number;
}

function longCell(): string {
  const text = 'some words of a long text, '.repeat(Math.ceil((cell * 1000) / 27));
  return `id,text\n1,one\n2,"${text}"\n3,two\n4,three\n`;
}

/** There are fewer sentences than texts, so a number makes each text unique. */
function manyTexts(): string {
  const { texts } = benchmarkSentences(count);
  return Array.from({ length: count }, (_, at) => `${texts[at % texts.length]} ${at}\n`).join('');
}

function choose(name: string, content: string): Scene {
  return {
    name: `read ${name}`,
    async act(page) {
      const file = join(tmpdir(), name);
      writeFileSync(file, content);
      await page.getByTestId('paste-texts').click();
      await page.getByTestId('file-input').setInputFiles(file);
      await page.locator('[data-testid=paste-confirm]:enabled').waitFor({ timeout: PATIENCE_MS });
    },
  };
}

async function confirm(page: Page): Promise<void> {
  await page.getByTestId('paste-confirm').click();
  await page.getByTestId('paste-confirm').waitFor({ state: 'detached' });
}

/** Waits until nothing is being computed. */
async function rest(page: Page): Promise<void> {
  await page.waitForTimeout(400);
  await page.waitForFunction(
    () =>
      document.querySelector('[data-testid=job-progress]') === null &&
      [...document.querySelectorAll('.panel')].every((panel) =>
        ['ready', 'empty'].includes((panel as HTMLElement).dataset.state ?? ''),
      ),
    undefined,
    { timeout: PATIENCE_MS, polling: 100 },
  );
  await page.waitForTimeout(1000);
}

const row = (page: Page, at: number) => page.getByTestId('text-row').nth(at);

const CELL: readonly Scene[] = [
  choose('facet-cell.csv', longCell()),
  {
    name: 'add it',
    async act(page) {
      await confirm(page);
      await rest(page);
    },
  },
  {
    name: 'point at it, and pin it',
    async act(page) {
      await row(page, 1).hover();
      await page.waitForTimeout(300);
      await row(page, 1)
        .locator('.text-face')
        .click({ modifiers: ['ControlOrMeta'] });
      await rest(page);
    },
  },
  {
    name: 'show its tokens',
    async act(page) {
      await row(page, 1).getByTestId('text-tokens').click();
      await rest(page);
    },
  },
  {
    name: 'edit its end',
    async act(page) {
      await row(page, 1).locator('.text-face').click();
      await page.keyboard.type(' and more', { delay: 60 });
      await page.keyboard.press('Enter');
      await rest(page);
    },
  },
  {
    name: 'undo',
    async act(page) {
      await page.keyboard.press('ControlOrMeta+Z');
      await rest(page);
    },
  },
];

const MANY: readonly Scene[] = [
  choose('facet-many.txt', manyTexts()),
  {
    name: `add ${count} texts`,
    async act(page) {
      await confirm(page);
      await page.getByTestId('job-progress').waitFor({ timeout: PATIENCE_MS });
      await page.waitForTimeout(2000);
    },
  },
  {
    name: `embed for ${seconds} s`,
    act: (page) => page.waitForTimeout(seconds * 1000),
  },
  {
    name: 'edit a text meanwhile',
    async act(page) {
      await row(page, 2).locator('.text-face').click();
      await page.keyboard.type(' edited', { delay: 60 });
      await page.keyboard.press('Enter');
      await page.waitForTimeout(3000);
    },
  },
  {
    name: 'scroll through the list meanwhile',
    async act(page) {
      await row(page, 2).hover();
      for (let step = 0; step < 20; step++) {
        await page.mouse.wheel(0, 2000);
        await page.waitForTimeout(100);
      }
    },
  },
];

async function measure(browser: Browser, page: Page, { name, act }: Scene): Promise<Cost> {
  console.error(`  ${name} …`);
  const devtools = profile === undefined ? null : await page.context().newCDPSession(page);
  await devtools?.send('Profiler.enable');
  await devtools?.send('Profiler.start');
  let wallSeconds = 0;
  const cpu = await traceTasks(browser, page, async () => {
    // Leaves out the delay that starting the trace caused.
    await page.waitForTimeout(300);
    const start = performance.now();
    await act(page);
    wallSeconds = (performance.now() - start) / 1000;
  });
  if (devtools !== null && profile !== undefined) {
    const { profile: taken } = await devtools.send('Profiler.stop');
    mkdirSync(profile, { recursive: true });
    writeFileSync(
      join(profile, `${name.replaceAll(/\W+/g, '-')}.cpuprofile`),
      JSON.stringify(taken),
    );
    await devtools.detach();
  }
  return {
    name,
    wallSeconds,
    mainSeconds: cpu.reduce((sum, ms) => sum + ms, 0) / 1000,
    longTasks: cpu.filter((ms) => ms > LONG_MS).length,
    longestMs: cpu.reduce((a, b) => Math.max(a, b), 0),
  };
}

async function run(browser: Browser, url: string, scenes: readonly Scene[]): Promise<Cost[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(url);
  await rest(page);
  // An empty list: the texts of the example are not what is measured.
  await page.getByRole('button', { name: 'Remove all of group A' }).click();
  await rest(page);
  const costs: Cost[] = [];
  for (const scene of scenes) costs.push(await measure(browser, page, scene));
  await context.close();
  return costs;
}

ensureChromium();
await build({
  configFile: join(ROOT, 'vite.config.ts'),
  logLevel: 'warn',
  build: {
    outDir: BUILT,
    emptyOutDir: true,
    sourcemap: 'hidden',
    // A profile names functions as the source does.
    ...(profile !== undefined && { minify: false }),
  },
});
const server = await serveTinyModel({ root: BUILT });
const browser = await chromium.launch(chromiumOptions(false));
try {
  const costs = [
    ...(cell === 0 ? [] : await run(browser, server.url, CELL)),
    ...(count === 0 ? [] : await run(browser, server.url, MANY)),
  ];
  console.log(
    `a cell of ${cell} kB, then ${count} texts, one-layer model, Chromium ${browser.version()}\n`,
  );
  const line = (name: string, cells: readonly string[]) =>
    console.log(name.padEnd(36) + cells.map((each) => each.padStart(16)).join(''));
  line('', ['seconds', 'main CPU s', 'tasks > 50 ms', 'longest CPU ms']);
  for (const { name, wallSeconds, mainSeconds, longTasks, longestMs } of costs) {
    line(name, [
      wallSeconds.toFixed(1),
      mainSeconds.toFixed(2),
      String(longTasks),
      longestMs.toFixed(0),
    ]);
  }
  await saveReport?.(costs);
} finally {
  await browser.close();
  await server.close();
}
