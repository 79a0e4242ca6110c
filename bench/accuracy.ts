/**
 * `npm run bench -- accuracy [FOLDER]`: measures the cost of quantisation. Compares a checkpoint (default
 * MiniLM-L6) in int8 with itself in fp32, over 1,000 sentences, half of them with an instruction, on the
 * page's own WASM kernels in Node.
 */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { commandLine } from '../src/cli/command.ts';
import { agreement } from '../src/engine/self-check.ts';
import type { Pair } from '../src/engine/types.ts';
import { startNodeEngine } from '../src/node/engine.ts';
import { readModelFolder } from '../src/node/node-model.ts';
import { nodeOrt } from '../src/node/ort.ts';
import { benchmarkSentences } from './sentences.ts';

const COUNT = 1000;
const ROOT = join(import.meta.dirname, '..');
const CHECKPOINT = commandLine({
  usage: 'usage: npm run bench -- accuracy [<sentence-transformers folder>]',
  positionals: ['the folder'],
  optional: 1,
  options: {},
  read: (_, [folder]) => resolve(folder ?? join(ROOT, '.cache/minilm')),
});
const INSTRUCTION = 'Represent the sentence for retrieving duplicates: ';
const QUANTILES = [0, 0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 1];

if (!existsSync(CHECKPOINT)) {
  process.stderr.write(
    `${CHECKPOINT} is missing; fetch the checkpoint with: python3 training/reference/fetch_minilm.py\n`,
  );
  process.exit(1);
}

const { texts, source } = benchmarkSentences(COUNT);
const pairs = texts.map((text, i): Pair => [i % 2 === 0 ? '' : INSTRUCTION, text]);

async function embed(folder: string, precision: 'fp32' | 'int8'): Promise<Float32Array[]> {
  const ort = nodeOrt();
  const engine = await startNodeEngine(await readModelFolder(folder, ort, { precision }), ort);
  const { vectors, dim } = await engine.encode(pairs, { priority: 'bulk' });
  engine.close();
  return pairs.map((_, row) => vectors.subarray(row * dim, (row + 1) * dim));
}

const reference = await embed(CHECKPOINT, 'fp32');
const quantised = await embed(CHECKPOINT, 'int8');
const cosines = reference.map((row, i) => agreement(row, quantised[i]!)).sort((a, b) => a - b);

process.stdout.write(
  `Cosine of ${basename(CHECKPOINT)}, int8 on WASM, with itself in fp32: ${COUNT} sentences (${source}), half with an instruction\n`,
);
const mean = cosines.reduce((sum, value) => sum + value, 0) / cosines.length;
process.stdout.write(`  mean     ${mean.toFixed(5)}\n`);
for (const q of QUANTILES) {
  const value = cosines[Math.min(cosines.length - 1, Math.floor(q * cosines.length))]!;
  const label = q === 0 ? 'worst' : q === 1 ? 'best' : `${q * 100} %`;
  process.stdout.write(`  ${label.padEnd(8)} ${value.toFixed(5)}\n`);
}
