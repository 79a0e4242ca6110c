/** Continuations that `npm run evaluate -- --generator` has had: none is generated twice. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Generate } from '../evaluation/tasks/types.ts';
import type { Generator } from '../generation/types.ts';
import { FileError } from '../node/errors.ts';
import { RecordStore } from '../node/record-store.ts';
import { keyOf } from './kept-vectors.ts';
import { progressLine } from './progress.ts';

interface Asked {
  readonly maxNewTokens: number;
  readonly stop: string;
}

/** Makes a `generate` that keeps each continuation at once. @param records Null keeps them in memory. */
export function cachedGenerate(
  generator: Generator,
  { maxNewTokens, stop }: Asked,
  records: RecordStore | null,
): Generate {
  const known = new Map<string, string>();
  const get = (key: string) => {
    const bytes = records?.get(key);
    return bytes === undefined ? known.get(key) : new TextDecoder().decode(bytes);
  };
  return async (prompts) => {
    const keys = prompts.map((prompt) => keyOf(prompt, JSON.stringify([maxNewTokens, stop])));
    const missing = new Map<string, string>();
    for (const [i, key] of keys.entries()) {
      if (get(key) === undefined) missing.set(key, prompts[i]!);
    }
    const line = progressLine('Generating', 'answers');
    let done = 0;
    for (const [key, prompt] of missing) {
      const [text] = await generator.generate([prompt], { maxNewTokens, stop });
      if (records === null) known.set(key, text!);
      else records.put([[key, new TextEncoder().encode(text!)]]);
      done += 1;
      line.show(done / missing.size, done, missing.size);
    }
    line.end();
    return keys.map((key) => get(key)!);
  };
}

/** Opens the kept continuations of a generator, which its files stand for. @throws FileError */
export async function openAnswers(cache: string, folder: string): Promise<RecordStore> {
  return RecordStore.open(cache, JSON.stringify(['generator', await digestOf(folder)]));
}

async function digestOf(folder: string): Promise<string> {
  const digest = createHash('sha256');
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).sort()) {
      digest.update(`${path.slice(folder.length)}\0`);
      for await (const chunk of createReadStream(path)) digest.update(chunk as Uint8Array);
    }
  } catch (error) {
    throw FileError.of(folder, error);
  }
  return digest.digest('hex');
}
