import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { stubStorage } from '../../testing/opfs.ts';
import { bytesOf } from '../encoders/tensors.ts';
import { readJournal, removeJournal, writeJournal } from './journal.ts';
import { createModelWriter, type ModelWriter } from './model-store.ts';
import type { Passage } from './passage.ts';

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
  writer = await createModelWriter('a');
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const write = (passage: Passage | null) => writeJournal(writer, 'source', 'int8', FILES, passage);

describe('a journal', () => {
  test('comes back bit for bit', async () => {
    await write(PASSAGE);
    expect(await readJournal(writer)).toEqual({ files: FILES, passage: PASSAGE });
  });

  test('of a copied folder has files without states', async () => {
    await write(null);
    expect(await readJournal(writer)).toEqual({ files: FILES, passage: undefined });
  });

  test.each([1, 2])('survives a tab that closes after write %i of the next', async (written) => {
    await write(PASSAGE);
    let left = written;
    const closing: ModelWriter = {
      ...writer,
      async write(name, bytes) {
        if (left-- === 0) throw new Error('closed');
        await writer.write(name, bytes);
      },
    };
    const next = { ...PASSAGE, done: 3 };
    await writeJournal(closing, 'source', 'int8', FILES, next).catch(() => {});
    const { passage } = await readJournal(writer);
    expect(passage).toEqual(written === 1 ? PASSAGE : next);
  });

  test('is read by the list of unfinished imports', async () => {
    await write(PASSAGE);
    const text = new TextDecoder().decode((await writer.read('import.json'))!);
    expect(JSON.parse(text)).toMatchObject({ source: 'source', precision: 'int8' });
  });

  test('is removed together with its states', async () => {
    await write(PASSAGE);
    await write({ ...PASSAGE, done: 3 });
    await removeJournal(writer);
    expect(await readJournal(writer)).toEqual(NOTHING);
    for (const name of ['import.0.safetensors', 'import.1.safetensors']) {
      expect(await writer.read(name)).toBeNull();
    }
  });
});

describe('an import does not resume', () => {
  test('if nothing was done', async () => {
    expect(await readJournal(writer)).toEqual(NOTHING);
  });

  test('from another version', async () => {
    await write(PASSAGE);
    const journal = JSON.parse(new TextDecoder().decode((await writer.read('import.json'))!));
    const text = JSON.stringify({ ...journal, version: journal.version - 1 });
    await writer.write('import.json', new TextEncoder().encode(text));
    expect(await readJournal(writer)).toEqual(NOTHING);
  });

  test.each(['import.json', 'import.0.safetensors'])('if %s is truncated', async (name) => {
    await write(PASSAGE);
    const bytes = (await writer.read(name))!;
    await writer.write(name, bytes.slice(0, -3));
    expect(await readJournal(writer)).toEqual(NOTHING);
  });
});
