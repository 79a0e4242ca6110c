/**
 * `npm run bench:import -- [base] [large] [xl] [--precision int8|int4] [--device wasm|webgpu]`: checkpoints of random
 * weights in the shapes of the INSTRUCTOR models, served as the hub serves them, imported and loaded by the built page in
 * Chromium: time and peak memory. Default: base, int8, wasm. A checkpoint is made in .cache/synthetic the first time: xl
 * takes 5 GB there. Linux only (memory is read from /proc).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { startHub } from '../e2e/hub-server.ts';
import { startServer } from '../e2e/server.ts';
import { chromiumOptions, ensureChromium } from '../scripts/lib/chromium.ts';
import { SIZES } from '../scripts/synthetic/folder.ts';
import { parsePrecision } from '../src/cli/command.ts';
import { MemoryWatch, processBytes } from './memory.ts';
import { syntheticCheckpoint } from './synthetic.ts';

const ROOT = join(import.meta.dirname, '..');
const BUILT = join(ROOT, 'dist-imports');
const HOUR_MS = 3_600_000;
/** The bound: 1.5 × the quantised size and this. */
const ALLOWED_BASE_BYTES = 300e6;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    precision: { type: 'string', default: 'int8' },
    device: { type: 'string', default: 'wasm' },
  },
});
const sizes = (positionals.length === 0 ? ['base'] : positionals).map((size) => {
  if (!(size in SIZES)) throw new Error(`"${size}" is none of ${Object.keys(SIZES).join(', ')}`);
  return size as keyof typeof SIZES;
});
const precision = parsePrecision(values.precision);
const device = values.device === 'webgpu' ? 'webgpu' : 'wasm';

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
  // On disk: the private file system of an incognito profile lies in memory, and would count as the page's.
  const profile = await mkdtemp(join(tmpdir(), 'facet-import-'));
  const context = await chromium.launchPersistentContext(
    profile,
    chromiumOptions(device === 'webgpu'),
  );
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(HOUR_MS);
    await page.goto(server.url);
    await page
      .getByTestId('device-pill')
      .filter({ hasText: /WASM|WebGPU/ })
      .waitFor();
    // What loading left for the collector is not what the page needs, and comes and goes by 0.1 GB.
    await (await context.newCDPSession(page)).send('HeapProfiler.collectGarbage');
    const before = processBytes('renderer');
    const imported = await importModel(page, hub.url, `synthetic/instructor-${size}`);
    const allowed = 1.5 * imported.bytes + ALLOWED_BASE_BYTES;
    console.log(
      `${size}: import ${seconds(imported.ms)}, ${gigabytes(imported.bytes)} at rest; peak ${gigabytes(imported.peak)}, of which ${gigabytes(before)} before; ${imported.peak - before <= allowed ? 'within' : 'OVER'} 1.5 × size + 300 MB = ${gigabytes(allowed)} more; ${imported.note}`,
    );
    const loaded = await takeModel(page);
    console.log(
      `${size}: load ${seconds(loaded.ms)}, peak ${gigabytes(loaded.peak)}, and ${gigabytes(loaded.gpu)} in the GPU process; ${loaded.device}`,
    );
  } finally {
    await context.close();
    await hub.close();
    await server.close();
    await rm(profile, { recursive: true, force: true });
  }
}

async function importModel(page: Page, hub: string, id: string) {
  await page.getByTestId('model-pill').click();
  await page.getByTestId('open-models').click();
  await page.getByTestId('hub-id').fill(id);
  await page.getByTestId('hub-address').fill(hub);
  await page.getByTestId('inspect').click();
  const failed = page.getByTestId('models-dialog').getByTestId('error');
  const orFailed = async (testId: string) => {
    await page.getByTestId(testId).or(failed).first().waitFor();
    if ((await failed.count()) > 0) throw new Error((await failed.textContent()) ?? testId);
    return page.getByTestId(testId);
  };
  const plan = await orFailed('import-plan');
  await plan.locator(`input[value=${precision}]`).check();
  const watch = new MemoryWatch('renderer');
  const began = performance.now();
  await page.getByTestId('import-start').click();
  const done = await orFailed('import-done');
  const ms = performance.now() - began;
  const peak = watch.stop();
  const bytes = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    let sum = 0;
    for await (const model of (await root.getDirectoryHandle('models')).values()) {
      for await (const file of (model as FileSystemDirectoryHandle).values()) {
        sum += (await (file as FileSystemFileHandle).getFile()).size;
      }
    }
    return sum;
  });
  const note = ((await done.textContent()) ?? '').replaceAll(/\s+/g, ' ');
  return { ms, peak, bytes, note };
}

async function takeModel(page: Page) {
  const [own, gpu] = [new MemoryWatch('renderer'), new MemoryWatch('gpu-process')];
  const began = performance.now();
  await page.getByTestId('use-now').click();
  const pill = page.getByTestId('model-pill');
  await pill.filter({ hasText: /instructor-/ }).waitFor();
  const ms = performance.now() - began;
  return {
    ms,
    peak: own.stop(),
    gpu: gpu.stop(),
    device: await page.getByTestId('device-pill').textContent(),
  };
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(0)} s`;
}
