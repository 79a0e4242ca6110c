/**
 * `npm run bench -- page`: finds what blocks the built page for more than 50 ms. Does what a person
 * does, in Chromium, with the built-in model on WASM, and prints the browser's own long tasks.
 * Options: `--texts N`, `--rounds N`, `--json FILE`.
 */
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { startServer } from '../e2e/server.ts';
import { chromiumOptions, ensureChromium } from '../scripts/lib/chromium.ts';
import { commandLine, wholeNumber } from '../src/cli/command.ts';
import { type LongTask, recordLongTasks, takeLongTasks, traceTasks } from './long-tasks.ts';
import { openReport } from './options.ts';
import { benchmarkSentences } from './sentences.ts';
import { spread } from './statistics.ts';

const ROOT = join(import.meta.dirname, '..');
const BUILT = join(ROOT, 'dist-responsiveness');
/** Shortest duration of a long task. */
const LONG_MS = 50;
/** Milliseconds for UMAP of thousands of texts, which takes minutes on a slow machine. */
const PATIENCE_MS = 300_000;

const { count, rounds, json } = commandLine({
  usage: 'usage: npm run bench -- page [--texts 3000] [--rounds 3] [--json FILE]',
  options: {
    texts: { type: 'string', default: '3000' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
  read: ({ texts = '', rounds = '', json }) => ({
    count: wholeNumber('--texts', texts),
    rounds: wholeNumber('--rounds', rounds),
    json,
  }),
});
const saveReport = await openReport(json);

/** An action of a person; it ends when the page is at rest. */
interface Scene {
  readonly name: string;
  act(page: Page): Promise<void>;
}

const { texts } = benchmarkSentences(count);

const SCENES: readonly Scene[] = [
  {
    name: 'type an instruction',
    async act(page) {
      const field = page.getByTestId('instruction');
      await field.click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('Represent the sentence by mood: ', { delay: 60 });
    },
  },
  { name: 'edit one text', act: (page) => editFirst(page, ' Edited by hand.') },
  {
    name: 'open the map large, and close it',
    async act(page) {
      await page.getByRole('button', { name: 'Open map large' }).click();
      await rest(page);
      await page.getByRole('button', { name: 'Close large map' }).click();
    },
  },
  {
    name: `paste ${texts.length} texts`,
    async act(page) {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.evaluate((all) => navigator.clipboard.writeText(all), texts.join('\n'));
      await page.getByTestId('paste-texts').click();
      await page.getByTestId('paste-field').press('ControlOrMeta+V');
      await page.getByTestId('paste-confirm').click();
      await page.getByTestId('job-progress').waitFor();
    },
  },
  { name: 'edit one of them', act: (page) => editFirst(page, ' Edited again.') },
  {
    name: 'type into the list while all are embedded',
    async act(page) {
      await page.getByTestId('query-instruction').focus();
      await page.getByTestId('instruction').fill('Represent the sentence for a long job: ');
      await page.getByTestId('job-progress').waitFor();
      await editFirst(page, ' Typed while a long job runs in the background.');
    },
  },
  { name: 'PCA to UMAP', act: (page) => page.getByRole('radio', { name: 'UMAP' }).click() },
  { name: 'UMAP to PCA', act: (page) => page.getByRole('radio', { name: 'PCA' }).click() },
  { name: 'one cluster more', act: (page) => page.getByLabel('More clusters').click() },
  {
    name: 'point across the map',
    async act(page) {
      const box = (await page.getByTestId('panel-map').locator('.plot').boundingBox())!;
      for (let step = 0; step <= 40; step++) {
        const part = step / 40;
        await page.mouse.move(box.x + box.width * part, box.y + box.height * (0.3 + 0.4 * part));
        await page.waitForTimeout(30);
      }
    },
  },
  {
    name: 'open similarity large, and close it',
    async act(page) {
      await page.getByRole('button', { name: 'Open similarity large' }).click();
      await rest(page);
      await page.getByRole('button', { name: 'Close large similarity' }).click();
    },
  },
  {
    name: 'switch the theme',
    async act(page) {
      await page.getByTestId('theme-menu').click();
      await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    },
  },
  {
    name: 'remove them all, and undo',
    async act(page) {
      await page.getByRole('button', { name: 'Remove all of group A' }).click();
      await rest(page);
      await page.getByTestId('toast').getByRole('button').click();
    },
  },
];

async function editFirst(page: Page, words: string): Promise<void> {
  await page
    .getByRole('button', { name: /^Edit text 1:/ })
    .first()
    .click();
  await page.keyboard.type(words, { delay: 60 });
  await page.keyboard.press('Enter');
}

/** Waits until nothing is being computed and nothing was drawn for a while. */
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
  await page.waitForTimeout(800);
}

/** Cost of a scene in one round. */
interface Cost {
  readonly tasks: readonly LongTask[];
  /** CPU time of each main-thread task, in ms. */
  readonly cpu: readonly number[];
}

async function round(browser: Browser, url: string, into: Map<string, Cost[]>) {
  const context = await browser.newContext({
    serviceWorkers: 'block',
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await recordLongTasks(page);
  await page.goto('about:blank');
  const scenes: readonly Scene[] = [
    { name: 'open, first visit', act: async () => void (await page.goto(url)) },
    { name: 'open again', act: async () => void (await page.reload()) },
    {
      name: 'one lens of the two',
      act: () => page.getByRole('radio', { name: 'One lens' }).click(),
    },
    ...SCENES,
  ];
  for (const { name, act } of scenes) {
    console.error(`  ${name} …`);
    const cpu = await traceTasks(browser, page, async () => {
      // Leaves out the delay that starting the trace caused.
      await page.waitForTimeout(300);
      await takeLongTasks(page, BUILT);
      await act(page);
      await rest(page);
    });
    const tasks = await takeLongTasks(page, BUILT);
    into.set(name, [...(into.get(name) ?? []), { tasks, cpu }]);
  }
  await context.close();
}

ensureChromium();
await build({
  configFile: join(ROOT, 'vite.config.ts'),
  logLevel: 'warn',
  build: { outDir: BUILT, emptyOutDir: true, sourcemap: 'hidden' },
});
const server = await startServer({ root: BUILT });
const browser = await chromium.launch(chromiumOptions(false));
const runs = new Map<string, Cost[]>();
try {
  for (let left = rounds; left > 0; left--) await round(browser, server.url, runs);
  console.log(
    `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}, Chromium ${browser.version()}; medians of ${rounds} rounds (min–max)\n`,
  );
} finally {
  await browser.close();
  await server.close();
}

const rows = [...runs].map(([name, rounds]) => {
  const causes = new Map<string, number>();
  for (const { ms, cause } of rounds.flatMap(({ tasks }) => tasks)) {
    causes.set(cause, Math.max(ms, causes.get(cause) ?? 0));
  }
  const times = rounds.map(({ tasks }) => tasks.map(({ ms }) => ms));
  return {
    name,
    count: spread(times.map((all) => all.length)),
    longest: spread(times.map((all) => Math.max(0, ...all))),
    blocking: spread(times.map((all) => all.reduce((sum, ms) => sum + ms - LONG_MS, 0))),
    cpuCount: spread(rounds.map(({ cpu }) => cpu.filter((ms) => ms > LONG_MS).length)),
    cpuLongest: spread(rounds.map(({ cpu }) => cpu.reduce((a, b) => Math.max(a, b), 0))),
    causes: [...causes].sort(([, a], [, b]) => b - a).map(([cause, ms]) => ({ cause, ms })),
  };
});
const figure = ({ median, min, max }: ReturnType<typeof spread>) =>
  `${median.toFixed(0)} (${min.toFixed(0)}–${max.toFixed(0)})`;
const line = (name: string, cells: readonly string[]) =>
  console.log(name.padEnd(40) + cells.map((cell) => cell.padStart(16)).join(''));
line('', ['tasks > 50 ms', 'longest ms', 'blocking ms', 'CPU > 50 ms', 'CPU longest']);
for (const { name, count, longest, blocking, cpuCount, cpuLongest, causes } of rows) {
  line(name, [count, longest, blocking, cpuCount, cpuLongest].map(figure));
  for (const { cause, ms } of causes.slice(0, 3)) console.log(`    ${ms.toFixed(0)} ms  ${cause}`);
}
await saveReport?.(rows);
