/**
 * `npm run bench -- base`: compares a checkpoint of instructor-base's exact shapes (random weights), in int8
 * on WASM, with transformers.js on the layout of the public ONNX copies (bare encoder, q8), both in
 * Chromium. Options: `--texts N`, `--rounds N`. Each accuracy has its own reference: Facet's fp32 model, and
 * for transformers.js the fp32 encoder, which has no Dense layer.
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
import { readModelFolder, writeModelFolder } from '../src/node/node-model.ts';
import { nodeOrt } from '../src/node/ort.ts';
import { cores, facetContender, transformersContenders } from './browser.ts';
import { measure } from './measure.ts';
import { ownVectors, referenceVectors } from './native.ts';
import { printSpeed } from './report.ts';
import { benchmarkSentences } from './sentences.ts';
import { syntheticCheckpoint } from './synthetic.ts';

const ROOT = join(import.meta.dirname, '..');
/** Common name under which the page finds either model. */
const MODEL = 'instructor-base';
const MODELS = join(ROOT, '.cache/bench/models');
const BASELINE = join(ROOT, '.cache/bench/baseline');

const { count, rounds } = commandLine({
  usage: 'usage: npm run bench -- base [--texts 150] [--rounds 3]',
  options: {
    texts: { type: 'string', default: '150' },
    rounds: { type: 'string', default: '3' },
  },
  read: ({ texts = '', rounds = '' }) => ({
    count: wholeNumber('--texts', texts),
    rounds: wholeNumber('--rounds', rounds),
  }),
});

const checkpoint = await syntheticCheckpoint('base');
if (!existsSync(join(BASELINE, MODEL, 'onnx/model_quantized.onnx'))) {
  console.log('Exporting the public layout (Python, once) …');
  const script = join(import.meta.dirname, 'export_baseline.py');
  execFileSync('python3', [script, checkpoint, join(BASELINE, MODEL)], { stdio: 'inherit' });
}
console.log('Converting to int8 …');
await writeModelFolder(
  join(MODELS, MODEL),
  await readModelFolder(checkpoint, nodeOrt(), { name: MODEL, precision: 'int8' }),
);
ensureChromium();
await build({ configFile: join(import.meta.dirname, 'page/vite.config.ts'), logLevel: 'warn' });

const { texts, source } = benchmarkSentences(count);
console.log(`Reference vectors of ${texts.length} texts …`);
const own = await readModelFolder(checkpoint, nodeOrt(), { precision: 'fp32' });
const references = {
  facet: await ownVectors(own, texts),
  theirs: await referenceVectors(join(BASELINE, MODEL), texts),
};

const server = await startServer({
  root: join(ROOT, 'dist-bench'),
  // transformers.js imports its runtime from a blob: address, which Facet's policy forbids.
  headers: isolationHeaders,
  cachesAssets: true,
  mounts: { baseline: BASELINE, models: MODELS },
});
const browser = await chromium.launch(chromiumOptions(false));
try {
  console.log('Loading the contenders …');
  const model = { model: MODEL };
  const theirs = await transformersContenders(
    browser,
    server.url,
    'int8',
    texts.slice(0, 16),
    model,
  );
  const contenders = [
    await facetContender(browser, server.url, 'int8', null, model),
    await facetContender(browser, server.url, 'int8', await cores(browser), model),
    // The whole list at once would be a batch of gigabytes.
    ...theirs.contenders.filter(({ batch }) => batch !== 'all'),
  ];
  const { results, failures } = await measure(
    contenders,
    texts,
    ({ group }) => (group === 'transformers.js' ? references.theirs : references.facet),
    rounds,
  );
  const cpu = cpus()[0]?.model ?? 'unknown CPU';
  console.log(`\n${cpu}, ${cpus().length} cores, Chromium ${browser.version()}`);
  console.log(
    `${texts.length} texts from ${source}; ${rounds} interleaved rounds, medians (min–max); transformers.js on ${theirs.threads}\n`,
  );
  printSpeed(results, failures);
} finally {
  await browser.close();
  await server.close();
}
