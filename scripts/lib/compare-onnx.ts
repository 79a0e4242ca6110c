/** Compares an ONNX export under Python with the page's engine: tokens, masks, vectors. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dequantised, type Precision } from '../../src/encoders/quantise.ts';
import { agreement } from '../../src/engine/self-check.ts';
import { PairTokeniser } from '../../src/engine/tokenise.ts';
import type { Pair } from '../../src/engine/types.ts';
import type { Model } from '../../src/model-folder/format.ts';
import { startNodeEngine } from '../../src/node/engine.ts';
import { readModelFolder } from '../../src/node/node-model.ts';
import { nodeOrt } from '../../src/node/ort.ts';
import { runScript } from '../../testing/commands.ts';
import { PYTHON_ENV } from './python.ts';

/** Arithmetic of an int8 model: activations in 8 bits (the page on WASM), or whole (the page on WebGPU). */
type Arithmetic = 'int8' | 'fp32';

export interface OnnxComparison {
  readonly precision: Precision;
  readonly arithmetic: Arithmetic;
  readonly pairs: number;
  /** Pairs whose token ids differ, and whose number of masked tokens does. */
  readonly otherIds: number;
  readonly otherMasks: number;
  /** Lowest cosine, its pair, the lowest but 1 % of the pairs, and the mean. */
  readonly cosine: number;
  readonly worst: Pair;
  readonly cosine99: number;
  readonly meanCosine: number;
  /** Largest |Δ| of a value. */
  readonly difference: number;
}

/**
 * For activations in fp32 the page's side is its graph of fp32 over the stored weights, from which the canary comes.
 * @param model A checkpoint's folder, or one that Facet wrote.
 * @param scratch Folder for the export and the files in between.
 */
export async function compareOnnx(
  python: string,
  model: string,
  { precision, arithmetic }: Pick<OnnxComparison, 'precision' | 'arithmetic'>,
  pairs: readonly Pair[],
  scratch: string,
): Promise<OnnxComparison> {
  mkdirSync(scratch, { recursive: true });
  const [folder, input, output, tokens] = [
    'onnx',
    'pairs.jsonl',
    'vectors.npy',
    'tokens.jsonl',
  ].map((name) => join(scratch, name)) as [string, string, string, string];
  const exported = await runScript('src/cli/model.ts', [
    ...[model, '--onnx', folder, '--precision', precision, '--force'],
  ]);
  if (exported.code !== 0) throw new Error(exported.stderr);
  writeFileSync(input, pairs.map((pair) => `${JSON.stringify(pair)}\n`).join(''));
  execFileSync(
    python,
    [
      ...['-m', 'facet_embed', '--model', folder, '--input', input],
      ...['--output', output, '--tokens', tokens, '--threads', '1'],
      ...['--arithmetic', precision === 'int8' ? arithmetic : 'auto'],
    ],
    { env: PYTHON_ENV, stdio: ['ignore', 'inherit', 'pipe'] },
  );
  const file = readFileSync(output);
  const start = 10 + file.readUInt16LE(8);
  const theirs = new Float32Array(file.buffer.slice(file.byteOffset + start));
  const read: { ids: number[]; masked: number }[] = readFileSync(tokens, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

  const own = await readModelFolder(model, nodeOrt(), { precision });
  const tokeniser = new PairTokeniser(own.tokenizerJson, own.tokenizerConfig, {
    maxSeqLength: own.spec.maxSeqLength,
    vocabSize: own.spec.vocabSize,
    rules: own.input,
  });
  const exact: Model = {
    ...own,
    precision: 'fp32',
    tensors: dequantised(own.tensors),
    canary: { ...own.canary, integer: null },
  };
  const engine = await startNodeEngine(arithmetic === 'fp32' ? exact : own, nodeOrt());
  const { vectors, dim } = await engine.encode(pairs);
  engine.close();

  let [otherIds, otherMasks, difference] = [0, 0, 0];
  const cosines: number[] = [];
  for (const [at, pair] of pairs.entries()) {
    const { ids, masked } = tokeniser.tokeniseOrRefuse(pair);
    if (ids.join() !== read[at]!.ids.join()) otherIds += 1;
    if (masked !== read[at]!.masked) otherMasks += 1;
    const [mine, its] = [vectors, theirs].map((all) => all.subarray(at * dim, (at + 1) * dim)) as [
      Float32Array,
      Float32Array,
    ];
    cosines.push(agreement(mine, its));
    for (const [i, value] of mine.entries()) {
      difference = Math.max(difference, Math.abs(value - its[i]!));
    }
  }
  const sorted = cosines.toSorted((a, b) => a - b);
  return {
    precision,
    arithmetic,
    pairs: pairs.length,
    otherIds,
    otherMasks,
    cosine: sorted[0]!,
    worst: pairs[cosines.indexOf(sorted[0]!)]!,
    cosine99: sorted[Math.floor(sorted.length / 100)]!,
    meanCosine: cosines.reduce((sum, each) => sum + each, 0) / cosines.length,
    difference,
  };
}

/**
 * Whether tokens are the same, and vectors as near as docs/onnx.md says: with activations in 8 bits the last bit of a
 * kernel's sum decides some roundings, which grow through the layers.
 */
export function isWithin(found: OnnxComparison): boolean {
  const { arithmetic, otherIds, otherMasks, cosine, meanCosine, difference } = found;
  if (otherIds > 0 || otherMasks > 0) return false;
  return arithmetic === 'int8' ? cosine >= 0.999 && meanCosine >= 0.9998 : difference <= 2e-5;
}
