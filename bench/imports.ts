/**
 * `npm run bench -- import [base] [large] [xl] [--precision int8|int4] [--device wasm|webgpu]`: imports and
 * loads checkpoints of random weights, in the shapes of the INSTRUCTOR models and served as on the hub, with
 * the built page in Chromium. Measures time and peak memory. Default: base, int8, wasm. Makes a checkpoint in
 * .cache/synthetic the first time: xl takes 5 GB there. Linux only (reads memory from /proc).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { startServer } from '../e2e/server.ts';
import { ensureChromium } from '../scripts/lib/chromium.ts';
import { commandLine, oneOf, parsePrecision } from '../src/cli/command.ts';
import { PRECISIONS } from '../src/encoders/quantise.ts';
import { startHub } from '../testing/hub/server.ts';
import { SIZES } from '../testing/synthetic/folder.ts';
import { MemoryWatch, processBytes } from './memory.ts';
import { syntheticCheckpoint } from './synthetic.ts';
import { UnwatchedChromium } from './unwatched.ts';

const ROOT = join(import.meta.dirname, '..');
const BUILT = join(ROOT, 'dist-imports');
const HOUR_MS = 3_600_000;
/** The bound: 1.5 × the quantised size plus this. */
const ALLOWED_BASE_BYTES = 300e6;

const testId = (id: string) => `[data-testid="${id}"]`;
const FAILURE = `${testId('models-dialog')} ${testId('error')}`;

const SIZE_NAMES = Object.keys(SIZES) as (keyof typeof SIZES)[];

const { sizes, precision, device } = commandLine({
  usage: `usage: npm run bench -- import [${SIZE_NAMES.join('] [')}] [--precision ${PRECISIONS.join('|')}] [--device wasm|webgpu]`,
  positionals: SIZE_NAMES.map(() => 'a size'),
  optional: SIZE_NAMES.length,
  options: {
    precision: { type: 'string', default: 'int8' },
    device: { type: 'string', default: 'wasm' },
  },
  read: ({ precision = '', device = '' }, positionals) => ({
    sizes: (positionals.length === 0 ? ['base'] : positionals).map((size) =>
      oneOf('the size', size, SIZE_NAMES),
    ),
    precision: parsePrecision(precision),
    device: oneOf('--device', device, ['wasm', 'webgpu']),
  }),
});

ensureChromium();
await build({
  configFile: join(ROOT, 'vite.config.ts'),
  logLevel: 'warn',
  build: { outDir: BUILT, emptyOutDir: true },
});
console.log(
  `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}; ${precision}, ${device}; memory: resident, of the page and its workers`,
);
for (const size of sizes) {
  await measure(size, await syntheticCheckpoint(size));
}
await rm(BUILT, { recursive: true, force: true });

async function measure(size: string, folder: string): Promise<void> {
  const hub = await startHub({ [`synthetic/instructor-${size}`]: { folder } });
  const server = await startServer({ root: BUILT });
  // On disk: an incognito profile keeps its private file system in memory, which would count as the page's.
  const profile = await mkdtemp(join(tmpdir(), 'facet-import-'));
  const browser = await UnwatchedChromium.start(device === 'webgpu', profile);
  try {
    await browser.attached((page) => open(page, server.url));
    const before = processBytes('renderer');
    await browser.attached((page) => plan(page, hub.url, `synthetic/instructor-${size}`));
    const imported = await browser.clickAlone(
      { click: testId('import-start'), done: testId('import-done'), failure: FAILURE },
      () => {
        const watch = new MemoryWatch('renderer');
        return () => watch.stop();
      },
    );
    const bytes = await browser.attached(storedBytes);
    const peak = imported.measured;
    const allowed = 1.5 * bytes + ALLOWED_BASE_BYTES;
    console.log(
      `${size}: import ${seconds(imported.ms)}, ${gigabytes(bytes)} at rest; peak ${gigabytes(peak)}, of which ${gigabytes(before)} before; ${peak - before <= allowed ? 'within' : 'OVER'} 1.5 × size + 300 MB = ${gigabytes(allowed)} more`,
    );
    const loaded = await browser.clickAlone(
      {
        click: testId('use-now'),
        done: testId('model-pill'),
        text: 'instructor-',
        failure: FAILURE,
      },
      () => {
        const [own, gpu] = [new MemoryWatch('renderer'), new MemoryWatch('gpu-process')];
        return () => ({ own: own.stop(), gpu: gpu.stop() });
      },
    );
    const pill = await browser.attached((page) => page.getByTestId('device-pill').textContent());
    console.log(
      `${size}: load ${seconds(loaded.ms)}, peak ${gigabytes(loaded.measured.own)}, and ${gigabytes(loaded.measured.gpu)} in the GPU process; ${pill}`,
    );
  } finally {
    await browser.close();
    await hub.close();
    await server.close();
    // Its other processes may still write for a moment.
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

async function open(page: Page, url: string): Promise<void> {
  page.setDefaultTimeout(HOUR_MS);
  await page.goto(url);
  await page
    .getByTestId('device-pill')
    .filter({ hasText: /WASM|WebGPU/ })
    .waitFor();
  // Garbage from loading is not memory that the page needs.
  await (await page.context().newCDPSession(page)).send('HeapProfiler.collectGarbage');
}

async function plan(page: Page, hub: string, id: string): Promise<void> {
  await page.getByTestId('model-pill').click();
  await page.getByTestId('open-models').click();
  await page.getByTestId('hub-id').fill(id);
  await page.getByTestId('hub-address').fill(hub);
  await page.getByTestId('inspect').click();
  const failed = page.locator(FAILURE);
  await page.getByTestId('import-plan').or(failed).first().waitFor();
  if ((await failed.count()) > 0) throw new Error((await failed.textContent()) ?? id);
  await page.getByTestId('import-plan').locator(`input[value=${precision}]`).check();
}

function storedBytes(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    let sum = 0;
    for await (const model of (await root.getDirectoryHandle('models')).values()) {
      for await (const file of (model as FileSystemDirectoryHandle).values()) {
        sum += (await (file as FileSystemFileHandle).getFile()).size;
      }
    }
    return sum;
  });
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(0)} s`;
}
