/**
 * `npm run bench -- map`: measures what a map of many texts costs the page's main thread: drawing it, a long
 * computation beside it that reports its progress, pointing at its legend, selecting a cluster, and saving it.
 * The places are made up. Options: `--texts N`, `--clusters N`, `--seconds N` of computation, `--json FILE`.
 */
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { startServer } from '../e2e/server.ts';
import { chromiumOptions, ensureChromium } from '../scripts/lib/chromium.ts';
import { commandLine, wholeNumber } from '../src/cli/command.ts';
import { openReport } from './options.ts';
import type { MapBench } from './page/map.tsx';

const ROOT = join(import.meta.dirname, '..');
const BUILT = join(ROOT, 'dist-map');

const { count, clusters, seconds, json } = commandLine({
  usage:
    'usage: npm run bench -- map [--texts 100000] [--clusters 12] [--seconds 10] [--json FILE]',
  options: {
    texts: { type: 'string', default: '100000' },
    clusters: { type: 'string', default: '12' },
    seconds: { type: 'string', default: '10' },
    json: { type: 'string' },
  },
  read: ({ texts = '', clusters = '', seconds = '', json }) => ({
    count: wholeNumber('--texts', texts),
    clusters: wholeNumber('--clusters', clusters),
    seconds: wholeNumber('--seconds', seconds),
    json,
  }),
});
const saveReport = await openReport(json);

declare global {
  interface Window {
    mapBench: MapBench;
    mapTasks: number[];
  }
}

async function save(page: Page, how: string): Promise<void> {
  await page.getByTestId('save-map').click();
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 120_000 }),
    page.getByTestId(how).click(),
  ]);
  await download.path();
}

const SCENES: readonly { readonly name: string; act(page: Page): Promise<void> }[] = [
  { name: 'draw', act: (page) => page.locator('[data-panel=map][data-state=ready]').waitFor() },
  {
    name: `compute for ${seconds} s beside it`,
    act: async (page) => {
      const reports = await page.evaluate((ms) => window.mapBench.compute(ms), seconds * 1000);
      console.error(`  ${reports} reports of progress`);
    },
  },
  { name: 'point at the legend', act: (page) => page.getByTestId('legend').first().hover() },
  { name: 'select a cluster', act: (page) => page.getByTestId('legend').first().click() },
  { name: 'save the table', act: (page) => save(page, 'save-table') },
  { name: 'save the picture (SVG)', act: (page) => save(page, 'save-svg') },
  { name: 'save the picture (PNG)', act: (page) => save(page, 'save-png') },
];

ensureChromium();
await build({
  configFile: false,
  root: join(import.meta.dirname, 'page'),
  base: './',
  publicDir: false,
  logLevel: 'warn',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    outDir: BUILT,
    emptyOutDir: true,
    chunkSizeWarningLimit: 6000,
    rolldownOptions: { input: join(import.meta.dirname, 'page/map.html') },
  },
});
const server = await startServer({ root: BUILT, headers: {} });
const browser = await chromium.launch(chromiumOptions(false));
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(() => {
    window.mapTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.mapTasks.push(duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(`${server.url}map.html?texts=${count}&k=${clusters}`);
  const rows = [];
  for (const { name, act } of SCENES) {
    const began = performance.now();
    await act(page);
    const wallMs = performance.now() - began;
    await page.waitForTimeout(1500);
    const tasks = await page.evaluate(() => window.mapTasks.splice(0));
    const blockedMs = tasks.reduce((sum, ms) => sum + ms, 0);
    rows.push({ name, wallMs, blockedMs, longestMs: Math.max(0, ...tasks), tasks: tasks.length });
  }
  console.log(`${count} texts in ${clusters} clusters, Chromium ${browser.version()}`);
  for (const { name, wallMs, blockedMs, longestMs, tasks } of rows) {
    console.log(
      `${name.padEnd(28)} ${(wallMs / 1000).toFixed(1)} s; ${tasks} tasks over 50 ms, ${(blockedMs / 1000).toFixed(2)} s in all, the longest ${longestMs.toFixed(0)} ms`,
    );
  }
  await saveReport?.(rows);
} finally {
  await browser.close();
  await server.close();
}
