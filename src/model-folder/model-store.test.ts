import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { bytesAt, namesAt, putAt, stubStorage } from '../../testing/opfs.ts';
import {
  createModelWriter,
  freeBytes,
  listModels,
  listUnfinished,
  openStoredModel,
  removeModel,
  StorageError,
  type StoredModel,
  storageError,
  storedModel,
} from './model-store.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

const record = (id: string, more: Partial<StoredModel> = {}): StoredModel => ({
  id,
  name: id,
  precision: 'int8',
  family: 't5',
  dim: 768,
  maxSeqLength: 512,
  bytes: 5,
  source: 'somewhere',
  revision: null,
  importedAt: '2026-01-01T00:00:00.000Z',
  canaryCosine: 0.999,
  ...more,
});

let root: FileSystemDirectoryHandle;
beforeEach(async () => {
  root = await stubStorage();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

async function store(id: string, more: Partial<StoredModel> = {}): Promise<void> {
  const writer = await createModelWriter(id);
  await writer.write('weights.safetensors', utf8('bytes'));
  await writer.finish('{"manifest":1}', record(id, more));
}

describe('a model', () => {
  test('is listed once it is finished, and not before', async () => {
    const writer = await createModelWriter('a');
    await writer.write('weights.safetensors', utf8('bytes'));
    expect(await listModels()).toEqual([]);
    expect(await storedModel('a')).toBeNull();
    await writer.finish('{}', record('a'));
    expect(await listModels()).toEqual([record('a')]);
    expect(await storedModel('a')).toEqual(record('a'));
  });

  test('that has lost its manifest is none', async () => {
    await store('a');
    await (await createModelWriter('a')).remove('model.json');
    expect(await listModels()).toEqual([]);
  });

  test('whose record is damaged is none, and hides no other', async () => {
    await store('a');
    await store('b');
    await putAt(root, 'models/a/stored.json', '{"id": "a", ');
    expect((await listModels()).map(({ id }) => id)).toEqual(['b']);
  });

  test('goes by the name of its folder, whatever its record says', async () => {
    await store('a', { id: '../b' });
    expect((await listModels()).map(({ id }) => id)).toEqual(['a']);
  });

  test('stands in the list by name, then precision', async () => {
    await store('1', { name: 'large' });
    await store('2', { name: 'base', precision: 'int8' });
    await store('3', { name: 'base', precision: 'fp32' });
    expect((await listModels()).map(({ id }) => id)).toEqual(['3', '2', '1']);
  });

  test('is read file by file; an unknown one is an empty folder', async () => {
    await store('a');
    const source = await (await openStoredModel('a')).open('weights.safetensors');
    expect(new TextDecoder().decode(await source!.read(1, 4))).toBe('yte');
    expect(await (await openStoredModel('b')).open('weights.safetensors')).toBeNull();
  });

  test('is removed with all its files; removing what is not there is no error', async () => {
    await store('a');
    await removeModel('a');
    expect(await namesAt(root, 'models')).toEqual([]);
    await expect(removeModel('a')).resolves.toBeUndefined();
  });
});

describe('a writer', () => {
  test('replaces a file whole: nothing of a longer one is left', async () => {
    const writer = await createModelWriter('a');
    await writer.write('x', utf8('a long text'));
    await writer.write('x', utf8('short'));
    expect(new TextDecoder().decode((await writer.read('x'))!)).toBe('short');
    expect(await writer.read('y')).toBeNull();
  });

  test('tells what the browser refused, as a StorageError', async () => {
    let allowed = true;
    root = await stubStorage({
      queryPermission: async () => (allowed ? 'granted' : 'denied'),
    });
    const writer = await createModelWriter('a');
    await writer.write('x', utf8('kept'));
    allowed = false;
    const failed = await writer.write('x', utf8('new')).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(StorageError);
    expect((failed as Error).message).toMatch(/did not store.*Permission denied/);
    allowed = true;
    expect(new TextDecoder().decode(await bytesAt(root, 'models/a/x'))).toBe('kept');
  });
});

describe('an import that did not end', () => {
  test('is listed with its size, and no longer once it is whole', async () => {
    const writer = await createModelWriter('a');
    await writer.write('embed.safetensors', utf8('12345678'));
    const journal = '{"source":"hkunlp/instructor-base","precision":"int4"}';
    await writer.write('import.json', utf8(journal));
    expect(await listUnfinished()).toEqual([
      {
        id: 'a',
        source: 'hkunlp/instructor-base',
        precision: 'int4',
        bytes: 8 + journal.length,
      },
    ]);
    await writer.finish('{}', record('a'));
    expect(await listUnfinished()).toEqual([]);
  });

  test('whose journal is damaged hides no other', async () => {
    await putAt(root, 'models/a/import.json', 'not JSON');
    await putAt(root, 'models/b/import.json', '{"source":"s","precision":"int8"}');
    expect((await listUnfinished()).map(({ id }) => id)).toEqual(['b']);
  });
});

describe('without a private file system', () => {
  beforeEach(() => {
    vi.stubGlobal('navigator', {});
  });

  test('lists are empty', async () => {
    expect([await listModels(), await listUnfinished(), await freeBytes()]).toEqual([[], [], null]);
  });

  test('writing says what to do', async () => {
    await expect(createModelWriter('a')).rejects.toThrow(/not in a private window/);
  });
});

test('free space is what is granted less what is used, and never below nothing', async () => {
  await stubStorage({ quota: 1000, usage: 400 });
  expect(await freeBytes()).toBe(600);
  await stubStorage({ quota: 1000, usage: 1400 });
  expect(await freeBytes()).toBe(0);
});

describe('storageError', () => {
  test('of a full disk says to make room, and that what was done is kept', () => {
    const full = storageError(new DOMException('too much', 'QuotaExceededError'));
    expect(full.message).toMatch(/full: remove a model.*What was done is kept/);
  });

  test('keeps the cause, and its own kind as it is', () => {
    const cause = new Error('the handle is gone');
    const error = storageError(cause);
    expect(error.cause).toBe(cause);
    expect(storageError(error)).toBe(error);
  });
});
