import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withScratch } from './scratch.ts';
import { namesAt, putAt, stubStorage } from './test-opfs.ts';

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

test('a file is kept as it comes, and is gone when the task ends', async () => {
  const text = await withScratch(async ({ keep }) => {
    const [first, second] = [await keep(chunks('one ', 'two')), await keep(chunks('three'))];
    expect(await namesAt(root, 'scratch')).toHaveLength(1);
    return `${await first.text()}, ${await second.text()}`;
  });
  expect(text).toBe('one two, three');
  expect(await namesAt(root, 'scratch')).toEqual([]);
});

test('a task that keeps nothing makes no folder', async () => {
  await withScratch(async () => {});
  expect(await namesAt(root, '.')).toEqual([]);
  await expect(root.getDirectoryHandle('scratch')).rejects.toThrow();
});

test('a task that fails leaves nothing', async () => {
  const failing = withScratch(async ({ keep }) => {
    await keep(chunks('one'));
    throw new Error('the import failed');
  });
  await expect(failing).rejects.toThrow('the import failed');
  expect(await namesAt(root, 'scratch')).toEqual([]);
});

test('a source that breaks off passes its own error on', async () => {
  async function* broken() {
    yield new TextEncoder().encode('half');
    throw new Error('the connection broke');
  }
  await expect(withScratch(({ keep }) => keep(broken()))).rejects.toThrow('the connection broke');
  expect(await namesAt(root, 'scratch')).toEqual([]);
});

test('what a closed tab left is removed, what another tab holds is not', async () => {
  await putAt(root, 'scratch/left-behind/1', 'of a closed tab');
  await withScratch(async (outer) => {
    await outer.keep(chunks('mine'));
    const held = await namesAt(root, 'scratch');
    expect(held).not.toContain('left-behind');
    await withScratch(async (inner) => {
      await inner.keep(chunks('theirs'));
      const both = await namesAt(root, 'scratch');
      expect(both).toHaveLength(2);
      expect(both).toEqual(expect.arrayContaining(held));
    });
    expect(await namesAt(root, 'scratch')).toEqual(held);
  });
});

test('where locks are not to be had, nothing of others is removed', async () => {
  vi.stubGlobal('navigator', { storage: navigator.storage });
  await putAt(root, 'scratch/whose/1', 'unknown');
  await withScratch(async ({ keep }) => {
    await keep(chunks('mine'));
  });
  expect(await namesAt(root, 'scratch')).toEqual(['whose']);
});
