/**
 * Writes an INSTRUCTOR checkpoint of random weights in the layout of the hub:
 *
 *     npx tsx scripts/synthetic-checkpoint.ts <base|large|xl|tiny> <folder> [--layers n]
 *         [--container bin|safetensors] [--dtype fp32|fp16] [--seed n]
 */
import { existsSync, readdirSync } from 'node:fs';
import { commandLine, oneOf, wholeNumber } from '../src/cli/command.ts';
import { FileError } from '../src/node/errors.ts';
import { SIZES, writeSyntheticCheckpoint } from '../testing/synthetic/folder.ts';

const SIZE_NAMES = Object.keys(SIZES) as (keyof typeof SIZES)[];

const { folder, options } = commandLine({
  usage: `usage: npx tsx scripts/synthetic-checkpoint.ts <${SIZE_NAMES.join('|')}> <folder> [--layers n] [--container bin|safetensors] [--dtype fp32|fp16] [--seed n]`,
  positionals: ['the size', 'the folder'],
  options: {
    layers: { type: 'string' },
    container: { type: 'string', default: 'bin' },
    dtype: { type: 'string', default: 'fp32' },
    seed: { type: 'string', default: '0' },
  },
  read: ({ layers, container = '', dtype = '', seed = '' }, [size = '', folder = '']) => ({
    folder,
    options: {
      size: oneOf('the size', size, SIZE_NAMES),
      layers: layers === undefined ? undefined : wholeNumber('--layers', layers),
      container: oneOf('--container', container, ['bin', 'safetensors']),
      dtype: oneOf('--dtype', dtype, ['fp32', 'fp16']),
      seed: wholeNumber('--seed', seed, 0, 2 ** 32 - 1),
    },
  }),
});

/** One line on a terminal, nothing in a log. */
function show(progress: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${progress}`);
}

if (existsSync(folder) && readdirSync(folder).length > 0) {
  throw new FileError(folder, 'is not empty; name a new or empty folder');
}
const began = performance.now();
const bytes = await writeSyntheticCheckpoint(folder, {
  ...options,
  onTensor: (name, done) => show(`${(done / 1e9).toFixed(2)} GB  ${name}`),
});
show('');
const seconds = (performance.now() - began) / 1000;
console.log(`${folder}: ${(bytes / 1e9).toFixed(3)} GB of weights in ${seconds.toFixed(0)} s`);
