import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectCheckpointError, memoryFolder } from '../../testing/checkpoint-support.ts';
import { nodeFolder } from '../node/folder.ts';
import { fileFolder } from './source.ts';

const DATA = Uint8Array.from({ length: 1000 }, (_, i) => i);
let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'facet-folder-'));
  await mkdir(join(directory, '1_Pooling'));
  await writeFile(join(directory, '1_Pooling', 'data'), DATA);
  await writeFile(join(directory, 'shrinks'), DATA);
});
afterAll(() => rm(directory, { recursive: true }));

const folders = () => [
  memoryFolder({ '1_Pooling/data': DATA }),
  fileFolder('dropped', new Map([['1_Pooling/data', new Blob([DATA])]])),
  nodeFolder(directory),
];

test('every folder gives the same bytes, null for absent files, and errors for bad ranges', async () => {
  for (const folder of folders()) {
    const source = (await folder.open('1_Pooling/data'))!;
    expect(source.size).toBe(1000);
    const bytes = await source.read(10, 990);
    expect(bytes).toEqual(DATA.slice(10, 990));
    bytes.fill(0);
    expect(await source.read(10, 990)).toEqual(DATA.slice(10, 990));
    expect(await source.read(1000, 1000)).toHaveLength(0);
    await expectCheckpointError(() => source.read(0, 1001), /outside the file, which has 1000/);
    expect(await folder.open('absent')).toBeNull();
    expect(await folder.open('1_Pooling')).toBeNull();
    const signal = AbortSignal.abort();
    await expect(source.read(0, 1, signal)).rejects.toBe(signal.reason);
  }
});

test('no path leads out of a folder on disk', async () => {
  for (const path of ['../x', '1_Pooling/../../x', '/etc/passwd', 'a\0b']) {
    await expectCheckpointError(() => nodeFolder(directory).open(path), /not a path inside/);
    await expectCheckpointError(() => fileFolder('d', new Map()).open(path), /not a path inside/);
  }
});

test('a file that shrinks after it was opened', async () => {
  const source = (await nodeFolder(directory).open('shrinks'))!;
  await truncate(join(directory, 'shrinks'), 500);
  await expectCheckpointError(() => source.read(400, 600), /which has 500 bytes/);
  await rm(join(directory, 'shrinks'));
  await expectCheckpointError(() => source.read(0, 1), /could not be read \(ENOENT/);
});
