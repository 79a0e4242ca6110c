/**
 * `npm run bench -- search`: measures the exact search of the ten nearest of 10,000, 100,000 and a million made-up
 * vectors of 384 values, in Chromium, one query at a time; and its kernel beside those it could have, each in one
 * thread over the same rows. Compares results with the plain exact ranking.
 * Options: `--sizes 10000,100000,1000000`, `--queries N` timed, `--checked N` compared, `--json FILE`.
 */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { startServer } from '../e2e/server.ts';
import { isolationHeaders } from '../scripts/build/served-headers.ts';
import { chromiumOptions, ensureChromium } from '../scripts/lib/chromium.ts';
import { commandLine, wholeNumber } from '../src/cli/command.ts';
import { processBytes } from './memory.ts';
import { openReport } from './options.ts';
import type { SearchBench } from './page/search.ts';

const ROOT = join(import.meta.dirname, '..');
const BUILT = join(ROOT, 'dist-search');
/** Rows that the kernels are compared over. */
const COMPARED = 100_000;

const { sizes, asked, checked, json } = commandLine({
  usage:
    'usage: npm run bench -- search [--sizes 10000,100000,1000000] [--queries 200] [--checked 100] [--json FILE]',
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000' },
    queries: { type: 'string', default: '200' },
    checked: { type: 'string', default: '100' },
    json: { type: 'string' },
  },
  read: ({ sizes = '', queries = '', checked = '', json }) => ({
    sizes: sizes.split(',').map((size) => wholeNumber('--sizes', size)),
    asked: wholeNumber('--queries', queries),
    checked: Math.min(1000, wholeNumber('--checked', checked)),
    json,
  }),
});
const saveReport = await openReport(json);

declare global {
  interface Window {
    searchBench: SearchBench;
  }
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}

const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const p50and95 = (times: readonly number[]) =>
  `p50 ${ms(quantile(times, 0.5))}, p95 ${ms(quantile(times, 0.95))}`;

ensureChromium();
await build({
  configFile: join(import.meta.dirname, 'page/vite.config.ts'),
  logLevel: 'warn',
  build: {
    outDir: BUILT,
    rolldownOptions: { input: join(import.meta.dirname, 'page/search.html') },
  },
});
const server = await startServer({ root: BUILT, headers: isolationHeaders });
const browser = await chromium.launch(chromiumOptions(false));
try {
  console.log(`${cpus()[0]?.model}, ${cpus().length} cores, Chromium ${browser.version()}`);
  const report = [];
  for (const size of sizes) {
    const page = await browser.newPage();
    await page.goto(`${server.url}search.html`);
    await page.waitForFunction(() => window.searchBench !== undefined);
    const run = <Name extends keyof SearchBench>(
      name: Name,
      ...values: Parameters<SearchBench[Name]>
    ) =>
      page.evaluate(
        ([name, values]) =>
          (window.searchBench[name] as (...values: unknown[]) => unknown)(...values),
        [name, values] as const,
      ) as ReturnType<SearchBench[Name]>;
    await run('fill', size);
    const stored = processBytes('renderer');
    const openMs = await run('open');
    const bytes = processBytes('renderer') - stored;
    const times = await run('search', asked);
    const equal = await run('check', checked);
    console.log(
      `${size.toLocaleString('en')} vectors: ${p50and95(times)} of ${asked} queries; index in ${(openMs / 1000).toFixed(1)} s, ${(bytes / 1e6).toFixed(0)} MB; ${equal} of ${checked} queries equal the plain exact top 10`,
    );
    const kernels = size === COMPARED ? await run('kernels', COMPARED, 20) : [];
    for (const [name, own] of kernels) {
      console.log(`  one thread: ${name.padEnd(32)} ${p50and95(own)}`);
    }
    report.push({ size, times, openMs, bytes, checked, equal, kernels });
    await page.close();
    if (equal < checked) process.exitCode = 1;
  }
  await saveReport?.(report);
} finally {
  await browser.close();
  await server.close();
}
