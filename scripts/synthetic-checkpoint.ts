/**
 * Writes an INSTRUCTOR checkpoint of random weights, in the layout of the hub:
 *
 *     npx tsx scripts/synthetic-checkpoint.ts <base|large|xl|tiny> <folder> [--layers n]
 *         [--container bin|safetensors] [--dtype fp32|fp16] [--seed n]
 */
import { parseArgs } from 'node:util';
import { SIZES, type SyntheticOptions, writeSyntheticCheckpoint } from './synthetic/folder.ts';

const USAGE = `usage: npx tsx scripts/synthetic-checkpoint.ts <${Object.keys(SIZES).join('|')}> <folder> [--layers n] [--container bin|safetensors] [--dtype fp32|fp16] [--seed n]`;

function parse(): { folder: string; options: SyntheticOptions } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      layers: { type: 'string' },
      container: { type: 'string', default: 'bin' },
      dtype: { type: 'string', default: 'fp32' },
      seed: { type: 'string', default: '0' },
    },
  });
  const [size = '', folder, ...rest] = positionals;
  const { container, dtype } = values;
  const layers = values.layers === undefined ? undefined : Number(values.layers);
  const seed = Number(values.seed);
  if (!(size in SIZES) || folder === undefined || rest.length > 0) throw new Error(USAGE);
  if (container !== 'bin' && container !== 'safetensors') throw new Error(USAGE);
  if (dtype !== 'fp32' && dtype !== 'fp16') throw new Error(USAGE);
  if (layers !== undefined && !(Number.isInteger(layers) && layers > 0)) throw new Error(USAGE);
  if (!Number.isInteger(seed)) throw new Error(USAGE);
  return { folder, options: { size: size as keyof typeof SIZES, layers, container, dtype, seed } };
}

/** One line on a terminal, nothing in a log. */
function show(progress: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${progress}`);
}

try {
  const { folder, options } = parse();
  const began = performance.now();
  const bytes = await writeSyntheticCheckpoint(folder, {
    ...options,
    onTensor: (name, done) => show(`${(done / 1e9).toFixed(2)} GB  ${name}`),
  });
  show('');
  const seconds = (performance.now() - began) / 1000;
  console.log(`${folder}: ${(bytes / 1e9).toFixed(3)} GB of weights in ${seconds.toFixed(0)} s`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
