import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import {
  FILE_NAME,
  groupFile,
  JOURNAL_FILE,
  MANIFEST_FILE,
  PASSAGE_FILES,
  RECORD_FILE,
  shardFiles,
  TOKENIZER_CONFIG_FILE,
  TOKENIZER_FILE,
} from './files.ts';

const SRC = join(import.meta.dirname, '..');
/** Names of Facet's own; the others are also a checkpoint's. */
const OWN = [MANIFEST_FILE, RECORD_FILE, JOURNAL_FILE, ...PASSAGE_FILES];
/** One of them as a string, or a weights file's name that is put together. */
const NAMED = new RegExp(
  `['"\`/](${OWN.map((name) => name.replaceAll('.', '\\.')).join('|')})['"\`]|\\}\\.safetensors\``,
);

test('no code outside this folder names its files', () => {
  const found = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => join(SRC, file))
    .filter((file) => NAMED.test(readFileSync(file, 'utf8')))
    .map((file) => relative(SRC, file));
  expect(found).toContain(join('model-folder', 'files.ts'));
  expect(found.filter((file) => !file.startsWith('model-folder'))).toEqual([]);
});

test('every name is one that a manifest may hold', () => {
  const names = [groupFile('layers.11'), ...shardFiles(1), ...shardFiles(12)];
  for (const name of [...names, TOKENIZER_FILE, TOKENIZER_CONFIG_FILE]) {
    expect(name).toMatch(FILE_NAME);
  }
  expect(new Set(names).size).toBe(names.length);
});

test('weights files that are written together say how many there are', () => {
  expect(shardFiles(1)).toEqual(['model.safetensors']);
  expect(shardFiles(2)).toEqual([
    'model-00001-of-00002.safetensors',
    'model-00002-of-00002.safetensors',
  ]);
});
