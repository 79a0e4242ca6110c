import { expect, test } from 'vitest';
import { miniLm } from '../../testing/checkpoint-folders.ts';
import { memoryFolder } from '../../testing/checkpoint-support.ts';
import { memorySource } from '../checkpoint/source.ts';
import { identityOf, lookInto } from './found.ts';

const { signal } = new AbortController();

/** Identity of a folder with this label and these file sizes. */
async function identity(label: string, sizes: readonly number[]): Promise<string> {
  const folder = memoryFolder(miniLm());
  const found = await lookInto(folder, signal);
  if (found.kind !== 'checkpoint') throw new Error('a checkpoint was expected');
  const files = new Map(
    sizes.map((size, i) => [`${i}`, memorySource(`${i}`, new Uint8Array(size))] as const),
  );
  const opened = { folder, name: label, label, revision: null, commit: null };
  return identityOf(opened, { ...found, checkpoint: { ...found.checkpoint, files } }, signal);
}

test('a folder named like a list of sizes differs from one with such files', async () => {
  expect(await identity('a:1,a', [2])).not.toBe(await identity('a', [1, 2]));
  expect(await identity('a', [12, 300])).not.toBe(await identity('a', [1, 2300]));
  expect(await identity('\ud800', [2])).not.toBe(await identity('\ud801', [2]));
  expect(await identity('a', [1, 2])).toBe(await identity('a', [2, 1]));
});
