import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Passage } from '../engine/convert.ts';
import { bytesOf } from '../model/tensors.ts';
import { type ModelWriter, writeModel } from '../storage/model-store.ts';
import { stubStorage } from '../storage/test-opfs.ts';
import { readJournal, removeJournal, writeJournal } from './journal.ts';

const FILES = [
  { name: 'embed.safetensors', bytes: 12, sha256: 'a'.repeat(64) },
  { name: 'layers.0.safetensors', bytes: 34, sha256: 'b'.repeat(64) },
];
const PASSAGE: Passage = {
  done: 2,
  source: [Float32Array.of(0.5, -2), Float32Array.of(Number.MIN_VALUE, 3e38, -0)],
  stored: [Float32Array.of(0.25, 1 / 3)],
  integer: [],
  shared: new Map([
    ['relative_bias', { dtype: 'F32', shape: [2, 1], data: bytesOf(Float32Array.of(7, 8)) }],
  ]),
};
const NOTHING = { files: [], passage: undefined };

let writer: ModelWriter;
beforeEach(async () => {
  await stubStorage();
  writer = await writeModel('a');
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const write = (passage: Passage | null) => writeJournal(writer, 'source', 'int8', FILES, passage);

describe('a journal', () => {
  test('comes back to the bit', async () => {
    await write(PASSAGE);
    expect(await readJournal(writer)).toEqual({ files: FILES, passage: PASSAGE });
  });

  test('of a copied folder has files and no states', async () => {
    await write(null);
    expect(await readJournal(writer)).toEqual({ files: FILES, passage: undefined });
  });

  test('is what the list of unfinished imports reads', async () => {
    await write(PASSAGE);
    const text = new TextDecoder().decode((await writer.read('import.json'))!);
    expect(JSON.parse(text)).toMatchObject({ source: 'source', precision: 'int8' });
  });

  test('that is removed is gone with its states', async () => {
    await write(PASSAGE);
    await removeJournal(writer);
    expect(await readJournal(writer)).toEqual(NOTHING);
    expect(await writer.read('import.safetensors')).toBeNull();
  });
});

describe('nothing is gone on with', () => {
  test('where nothing was done', async () => {
    expect(await readJournal(writer)).toEqual(NOTHING);
  });

  test('where the tab closed between the states and the journal', async () => {
    await write(PASSAGE);
    const earlier = (await writer.read('import.json'))!;
    await write({ ...PASSAGE, done: 3 });
    await writer.write('import.json', earlier);
    expect(await readJournal(writer)).toEqual(NOTHING);
  });

  test('of another version', async () => {
    await write(PASSAGE);
    const journal = JSON.parse(new TextDecoder().decode((await writer.read('import.json'))!));
    const text = JSON.stringify({ ...journal, version: journal.version - 1 });
    await writer.write('import.json', new TextEncoder().encode(text));
    expect(await readJournal(writer)).toEqual(NOTHING);
  });

  test.each(['import.json', 'import.safetensors'])('where %s is cut short', async (name) => {
    await write(PASSAGE);
    const bytes = (await writer.read(name))!;
    await writer.write(name, bytes.slice(0, -3));
    expect(await readJournal(writer)).toEqual(NOTHING);
  });
});
