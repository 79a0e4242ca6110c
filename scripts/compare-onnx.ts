/**
 * Compares ONNX exports under Python with the page's engine, on 250 hard pairs (training/goldens/pairs.jsonl) and the
 * pairs of files, and fails where a limit is exceeded:
 *
 *     npm run compare:onnx [-- --pairs FILE.jsonl --model FOLDER …]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { commandLine } from '../src/cli/command.ts';
import { parsePairs } from '../src/cli/pairs.ts';
import type { Precision } from '../src/encoders/quantise.ts';
import type { Pair } from '../src/engine/types.ts';
import { GOLDENS } from '../testing/goldens.ts';
import { compareOnnx, isWithin } from './lib/compare-onnx.ts';
import { embedPython } from './lib/python.ts';

const DEFAULT: readonly (readonly [model: string, ...Precision[]])[] = [
  ['public/models/facet-mini', 'int8'],
  ['training/goldens/bert-safetensors/model', 'fp32', 'int8', 'int4'],
  ['training/goldens/t5-bin/model', 'fp32', 'int8', 'int4'],
  ['training/goldens/t5-gated/model', 'fp32', 'int8', 'int4'],
];

const given = commandLine({
  usage:
    'usage: npm run compare:onnx -- [--pairs FILE.jsonl] [--model FOLDER …] [--precision fp32]',
  positionals: [],
  options: {
    pairs: { type: 'string' },
    model: { type: 'string' },
    precision: { type: 'string', default: 'fp32,int8' },
  },
  read: ({ pairs, model, precision = '' }) => ({
    pairs,
    models:
      model === undefined ? DEFAULT : [[model, ...(precision.split(',') as Precision[])] as const],
  }),
});

const { python, missing } = embedPython();
if (python === null) {
  console.error(`Not compared: ${missing}.`);
  process.exit(1);
}
const hard = read(join(GOLDENS, 'pairs.jsonl'));
const pairs = [...(given.pairs === undefined ? [] : read(given.pairs)), ...hard];
const scratch = mkdtempSync(join(tmpdir(), 'facet-compare-onnx-'));
let failed = 0;
console.log(
  'model                           precision  activations pairs  other ids  other masks  lowest cosine  1 % below  mean       largest |Δ|',
);
for (const [model, ...precisions] of given.models) {
  for (const precision of precisions) {
    for (const arithmetic of precision === 'int8'
      ? (['fp32', 'int8'] as const)
      : (['fp32'] as const)) {
      const found = await compareOnnx(python, model, { precision, arithmetic }, pairs, scratch);
      const ok = isWithin(found);
      if (!ok) failed += 1;
      const name = basename(model) === 'model' ? basename(dirname(model)) : basename(model);
      console.log(
        [
          name.padEnd(31),
          precision.padEnd(10),
          arithmetic.padEnd(11),
          String(found.pairs).padStart(5),
          String(found.otherIds).padStart(10),
          String(found.otherMasks).padStart(12),
          found.cosine.toFixed(7).padStart(14),
          found.cosine99.toFixed(7).padStart(10),
          found.meanCosine.toFixed(8),
          found.difference.toExponential(1).padStart(8),
          ok ? '' : `  beyond a limit: ${JSON.stringify(found.worst).slice(0, 200)}`,
        ].join(' '),
      );
    }
  }
}
rmSync(scratch, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;

function read(file: string): Pair[] {
  return parsePairs(file, readFileSync(file, 'utf8'));
}
