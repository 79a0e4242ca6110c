/**
 * `npm run bench -- gpu`: checks and measures this machine's GPU. Compares the golden checkpoints on WebGPU
 * with the published package, as the e2e tests do on a software adapter; then the built-in model on WebGPU
 * with WASM, in one browser. Options: `--texts N`, `--rounds N`; `--built` uses pages that are built already.
 * A GPU under Linux may need `FACET_CHROMIUM_ARGS='--enable-features=Vulkan --use-angle=vulkan'`.
 */
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { build } from 'vite';
import { startServer } from '../e2e/server.ts';
import { isolationHeaders } from '../scripts/build/served-headers.ts';
import { chromiumOptions, ensureChromium } from '../scripts/lib/chromium.ts';
import { commandLine, wholeNumber } from '../src/cli/command.ts';
import type { Precision } from '../src/encoders/quantise.ts';
import { PRECISIONS } from '../src/encoders/quantise.ts';
import { cosine, GOLDENS, goldenCases, maxDifference, readGolden } from '../testing/goldens.ts';
import { PageContender } from './page-contender.ts';
import { benchmarkSentences } from './sentences.ts';
import { agreement, type Spread, spread } from './statistics.ts';

const ROOT = join(import.meta.dirname, '..');
const DIM = 384;

const { count, rounds, built } = commandLine({
  usage: 'usage: npm run bench -- gpu [--texts 2000] [--rounds 5] [--built]',
  options: {
    texts: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '5' },
    built: { type: 'boolean', default: false },
  },
  read: ({ texts = '', rounds = '', built = false }) => ({
    count: wholeNumber('--texts', texts),
    rounds: wholeNumber('--rounds', rounds),
    built,
  }),
});

ensureChromium();
if (!built) {
  for (const config of ['e2e/harness/vite.config.ts', 'bench/page/vite.config.ts']) {
    await build({ configFile: join(ROOT, config), logLevel: 'warn' });
  }
}
const browser = await chromium.launch(chromiumOptions(true));
try {
  console.log(`Chromium ${browser.version()}`);
  await checkGoldens(browser);
  await compareSpeed(browser);
} finally {
  await browser.close();
}

/** Prints a line per golden checkpoint and precision. */
async function checkGoldens(browser: Browser): Promise<void> {
  const server = await startServer({
    root: join(ROOT, 'dist-e2e'),
    mounts: { goldens: GOLDENS },
  });
  try {
    for (const name of goldenCases()) {
      for (const precision of PRECISIONS) {
        console.log(
          `  ${name} ${precision}: ${await goldenLine(browser, server.url, name, precision)}`,
        );
      }
    }
  } finally {
    await server.close();
  }
}

async function goldenLine(
  browser: Browser,
  url: string,
  name: string,
  precision: Precision,
): Promise<string> {
  const page = await browser.newPage({ serviceWorkers: 'block' });
  try {
    await page.goto(url);
    const info = await page.evaluate(
      ([url, precision]) => window.harness.load({ kind: 'checkpoint', url, precision }, 'webgpu'),
      [`goldens/${name}/model/`, precision] as const,
    );
    if (info.device !== 'webgpu') {
      return `REFUSED: ${info.refusals.map(({ reason }) => reason).join('; ')}`;
    }
    const rows = readGolden(name).rows.filter(({ vector }) => Math.hypot(...vector) > 0);
    const pairs = rows.map(({ pair }) => pair);
    const all = await page.evaluate((pairs) => window.harness.encode(pairs), pairs);
    const cosines = rows.map(({ vector }, i) => cosine(all.rows[i]!, vector));
    const differences = rows.map(
      ({ vector }, i) => maxDifference(all.rows[i]!, vector) / Math.hypot(...vector),
    );
    const alone = await page.evaluate((pairs) => window.harness.encode(pairs), pairs.slice(0, 1));
    const moved = maxDifference(alone.rows[0]!, all.rows[0]!);
    const worst = Math.min(...cosines).toFixed(7);
    const largest = Math.max(...differences).toExponential(1);
    return `${rows.length} texts, worst cosine ${worst}, max |Δ| ${largest}, alone or in a batch ${moved.toExponential(1)} (${info.deviceDetail})`;
  } catch (error) {
    return `FAILED: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    await page.close();
  }
}

/** Prints texts per second of both devices, interleaved, and the agreement of their vectors. */
async function compareSpeed(browser: Browser): Promise<void> {
  const server = await startServer({
    root: join(ROOT, 'dist-bench'),
    headers: isolationHeaders,
    cachesAssets: true,
    mounts: { models: join(ROOT, 'public/models') },
  });
  try {
    const { texts, source } = benchmarkSentences(count);
    const [webgpu, wasm] = [await contender('webgpu'), await contender('wasm')];
    const vectors: Float32Array[] = [];
    for (const { page } of [webgpu, wasm]) {
      await page.embed(texts, null);
      vectors.push(await page.vectors());
    }
    const rates: Record<'webgpu' | 'wasm', number[]> = { webgpu: [], wasm: [] };
    const edits: Record<'webgpu' | 'wasm', number[]> = { webgpu: [], wasm: [] };
    for (let round = 0; round < rounds; round++) {
      for (const { device, page } of [webgpu, wasm]) {
        // Each round has other texts, so that no cache could help.
        const own = texts.map((text) => `${text} ${round}`);
        rates[device].push((1000 * texts.length) / (await page.embed(own, null)));
        edits[device].push(await page.embed([own[0]!.toUpperCase()], null));
      }
    }
    console.log(
      `${texts.length} texts from ${source}; ${rounds} interleaved rounds, medians (min–max)`,
    );
    for (const { device, load } of [webgpu, wasm]) {
      console.log(
        `  ${device}: ${range(spread(rates[device]))} texts/s, one text ${range(spread(edits[device]))} ms, first vector after ${Math.round(load)} ms`,
      );
    }
    const { mean, worst } = agreement(vectors[0]!, vectors[1]!, DIM);
    console.log(
      `  cosine of the two devices' vectors: mean ${mean.toFixed(6)}, worst ${worst.toFixed(6)}`,
    );
  } finally {
    await server.close();
  }

  async function contender(device: 'webgpu' | 'wasm') {
    const page = await PageContender.open(browser, `${server.url}facet.html`);
    return { device, page, load: await page.load({ precision: 'int8', threads: null, device }) };
  }
}

function range({ median, min, max }: Spread): string {
  return `${median.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`;
}
