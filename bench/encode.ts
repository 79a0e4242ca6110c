/**
 * `npm run bench -- encode`: compares Facet with transformers.js on the same weights, both in Chromium, and
 * with native ONNX Runtime on the same graph. Options: `--texts N`, `--rounds N`, `--json FILE`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { startServer } from '../e2e/server.ts';
import { isolationHeaders } from '../scripts/build/served-headers.ts';
import { chromiumOptions, ensureChromium } from '../scripts/lib/chromium.ts';
import { commandLine, wholeNumber } from '../src/cli/command.ts';
import { BUILTIN_MODEL } from '../src/model-folder/builtin.ts';
import { readModelFolder, writeModelFolder } from '../src/node/node-model.ts';
import { nodeOrt } from '../src/node/ort.ts';
import { cores, facetContender, latencies, transformersContenders } from './browser.ts';
import { checkGoals } from './goals.ts';
import { measure } from './measure.ts';
import { nativeContender, referenceVectors } from './native.ts';
import { openReport } from './options.ts';
import { printReport, type Report } from './report.ts';
import { benchmarkSentences } from './sentences.ts';
import { spread } from './statistics.ts';

const ROOT = join(import.meta.dirname, '..');
const BASELINE = join(ROOT, '.cache/bench/minilm-onnx');
/** The fp32 checkpoint behind every contender, so that all compute with the same weights. */
const CHECKPOINT = join(ROOT, '.cache/minilm');
/** The same checkpoint, quantised, in place of the built-in model. */
const SITE = join(ROOT, '.cache/bench/public');
const LOADS = 5;

// Single edits are measured among fifty other texts per load.
const { count, rounds, json } = commandLine({
  usage: 'usage: npm run bench -- encode [--texts 1000] [--rounds 5] [--json FILE]',
  options: {
    texts: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
  },
  read: ({ texts = '', rounds = '', json }) => ({
    count: wholeNumber('--texts', texts, LOADS * 50),
    rounds: wholeNumber('--rounds', rounds),
    json,
  }),
});
const saveReport = await openReport(json);

if (!existsSync(join(BASELINE, 'onnx/model_quantized.onnx'))) {
  console.log('Exporting the baseline (Python, once) …');
  execFileSync('python3', [join(import.meta.dirname, 'export_baseline.py')], { stdio: 'inherit' });
}
await writeModelFolder(
  join(SITE, BUILTIN_MODEL.source.url),
  await readModelFolder(CHECKPOINT, nodeOrt(), { name: 'all-MiniLM-L6-v2', precision: 'int8' }),
);
ensureChromium();
await build({ configFile: join(import.meta.dirname, 'page/vite.config.ts'), logLevel: 'warn' });

const { texts, source } = benchmarkSentences(count);
console.log(`Reference vectors of ${texts.length} texts …`);
const reference = await referenceVectors(BASELINE, texts);

const server = await startServer({
  root: join(ROOT, 'dist-bench'),
  // transformers.js imports its runtime from a blob: address, which Facet's policy forbids.
  headers: isolationHeaders,
  cachesAssets: true,
  mounts: {
    'baseline/minilm-onnx': BASELINE,
    checkpoint: CHECKPOINT,
    models: join(SITE, 'models'),
  },
});
const browser = await chromium.launch(chromiumOptions(false));
try {
  console.log('Load times and single edits …');
  const latency: Report['latency'] = {
    facet: await latencies(`${server.url}facet.html`, LOADS, texts),
    'transformers.js': await latencies(`${server.url}transformers.html`, LOADS, texts),
  };
  console.log('Loading the contenders …');
  const sample = texts.slice(0, 128);
  const q8 = await transformersContenders(browser, server.url, 'int8', sample);
  const fp32 = await transformersContenders(browser, server.url, 'fp32', sample);
  const contenders = [
    await facetContender(browser, server.url, 'int8'),
    await facetContender(browser, server.url, 'fp32'),
    await facetContender(browser, server.url, 'int8', await cores(browser)),
    ...q8.contenders,
    ...fp32.contenders,
    await nativeContender(SITE),
  ];
  const { results, failures } = await measure(contenders, texts, () => reference, rounds);
  const report: Report = {
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown CPU',
      cores: cpus().length,
      chromium: browser.version(),
    },
    texts: {
      count: texts.length,
      source,
      words: spread(texts.map((text) => text.split(/\s+/).length)),
    },
    rounds,
    transformersThreads: { int8: q8.threads, fp32: fp32.threads },
    speed: results,
    failures,
    latency,
    goals: checkGoals(results, latency.facet),
  };
  printReport(report);
  await saveReport?.(report);
} finally {
  await browser.close();
  await server.close();
}
