import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { namesAt, putAt, stubStorage } from '../../testing/opfs.ts';
import { openScratch } from './scratch.ts';

let root: FileSystemDirectoryHandle;
beforeEach(async () => {
  root = await stubStorage();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

test('a file is kept as it arrives, and closing the scratch removes it', async () => {
  const { keep, used, close } = await openScratch();
  expect(used()).toBe(false);
  const [first, second] = [await keep(chunks('one ', 'two')), await keep(chunks('three'))];
  expect(used()).toBe(true);
  expect(await namesAt(root, 'scratch')).toHaveLength(1);
  expect(`${await first.text()}, ${await second.text()}`).toBe('one two, three');
  await close();
  expect(await namesAt(root, 'scratch')).toEqual([]);
  expect((await navigator.locks.query()).held).toEqual([]);
});

test('a scratch that keeps nothing makes no folder', async () => {
  await (await openScratch()).close();
  expect(await namesAt(root, '.')).toEqual([]);
  await expect(root.getDirectoryHandle('scratch')).rejects.toThrow();
});

test('an interrupted source passes its error on, and leaves no partial file', async () => {
  async function* broken() {
    yield new TextEncoder().encode('half');
    throw new Error('the connection broke');
  }
  const { keep, close } = await openScratch();
  await expect(keep(broken())).rejects.toThrow('the connection broke');
  await close();
  expect(await namesAt(root, 'scratch')).toEqual([]);
});

test('removes the files of a closed tab, not those that another tab holds', async () => {
  await putAt(root, 'scratch/left-behind/1', 'of a closed tab');
  const mine = await openScratch();
  await mine.keep(chunks('mine'));
  const held = await namesAt(root, 'scratch');
  expect(held).toHaveLength(1);
  expect(held).not.toContain('left-behind');
  const theirs = await openScratch();
  await theirs.keep(chunks('theirs'));
  const both = await namesAt(root, 'scratch');
  expect(both).toHaveLength(2);
  expect(both).toEqual(expect.arrayContaining(held));
  await theirs.close();
  expect(await namesAt(root, 'scratch')).toEqual(held);
  await mine.close();
});

test('without locks, removes no other tab’s files', async () => {
  vi.stubGlobal('navigator', { storage: navigator.storage });
  await putAt(root, 'scratch/whose/1', 'unknown');
  const { keep, close } = await openScratch();
  await keep(chunks('mine'));
  await close();
  expect(await namesAt(root, 'scratch')).toEqual(['whose']);
});
