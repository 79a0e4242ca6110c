/** A text-generation model from a folder on disk, for `npm run evaluate -- --generator`. */
import { access, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { env } from '@huggingface/transformers';
import { openCausalLm } from '../generation/causal-lm.ts';
import type { Generator } from '../generation/types.ts';
import { FileError } from '../node/errors.ts';

/** @throws FileError if there is no such folder; GenerationError. */
export async function openGenerator(folder: string): Promise<Generator> {
  const found = await stat(folder).catch((error: unknown): never => {
    throw FileError.of(folder, error);
  });
  if (!found.isDirectory()) throw new FileError(folder, 'is a file; name the folder of a model');
  const path = resolve(folder);
  // Nothing is fetched: a file that lacks is an error.
  env.allowRemoteModels = false;
  env.localModelPath = dirname(path);
  env.logLevel = 40;
  const has = (file: string) =>
    access(join(path, file)).then(
      () => true,
      () => false,
    );
  return openCausalLm({ name: basename(path), has, device: 'cpu' });
}
