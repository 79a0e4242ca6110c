/** Makes checkpoints of random weights in the shapes of the INSTRUCTOR models, once. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type SIZES, writeSyntheticCheckpoint } from '../testing/synthetic/folder.ts';

const FOLDER = join(import.meta.dirname, '../.cache/synthetic');

/** @returns the folder of the fp32 checkpoint, with `pytorch_model.bin`; xl takes 5 GB. */
export async function syntheticCheckpoint(size: keyof typeof SIZES): Promise<string> {
  const folder = join(FOLDER, size);
  if (!existsSync(join(folder, 'modules.json'))) {
    console.error(`  making ${folder} …`);
    await writeSyntheticCheckpoint(folder, { size, container: 'bin', dtype: 'fp32', seed: 0 });
  }
  return folder;
}
