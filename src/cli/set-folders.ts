/** Finds labelled sets on disk. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import type { SetFile } from '../evaluation/formats/json.ts';
import { readSet } from '../evaluation/formats/read-set.ts';
import type { NamedData } from '../evaluation/formats/rows.ts';
import { FileError } from '../node/errors.ts';

const DATA = /\.(jsonl|json|tsv)$/;

/**
 * Reads a folder that is a set, or whose folders are. @throws FileError; FormatError for a set of no known kind.
 */
export async function readSets(folder: string): Promise<NamedData[]> {
  const entries = await list(folder);
  const isSet = entries.some(({ name, isFolder }) => !isFolder && DATA.test(name));
  if (isSet) return readSet(basename(resolve(folder)), await filesOf(folder));
  const sets: NamedData[] = [];
  for (const { name, isFolder } of entries) {
    if (isFolder) sets.push(...readSet(name, await filesOf(join(folder, name))));
  }
  if (sets.length > 0) return sets;
  throw new FileError(folder, 'has no set: no .jsonl, .json or .tsv file in it or its folders');
}

/** Files of a set, and of its folder qrels. */
async function filesOf(folder: string, root = folder): Promise<SetFile[]> {
  const files: SetFile[] = [];
  for (const { name, isFolder } of await list(folder)) {
    const path = join(folder, name);
    if (isFolder && name === 'qrels') files.push(...(await filesOf(path, root)));
    // What describes a set is none of its data.
    if (isFolder || !DATA.test(name) || name === 'meta.json') continue;
    files.push({ name: relative(root, path), text: await read(path) });
  }
  return files;
}

async function list(folder: string): Promise<{ name: string; isFolder: boolean }[]> {
  try {
    const names = (await readdir(folder)).sort();
    return await Promise.all(
      names.map(async (name) => ({
        name,
        isFolder: (await stat(join(folder, name))).isDirectory(),
      })),
    );
  } catch (error) {
    throw FileError.of(folder, error);
  }
}

/** Reads a file of text. @throws FileError */
export async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw FileError.of(path, error);
  }
}
