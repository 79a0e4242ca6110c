import { describe, expect, test } from 'vitest';
import { memorySource } from '../checkpoint/source.ts';
import type { ByteSource, ModelFolder } from '../checkpoint/types.ts';
import { readInParts } from './reading.ts';

const MB = 1024 * 1024;

/** A file of this size without equal neighbouring bytes; `watch` runs inside each read. */
function folderOf(size: number, watch: ByteSource['read'] | null = null) {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = i * 31 + (i >> 8);
  const memory = memorySource('weights', bytes);
  const source: ByteSource = {
    ...memory,
    async read(start, end, signal) {
      await watch?.(start, end, signal);
      return memory.read(start, end, signal);
    },
  };
  const folder: ModelFolder = {
    label: 'folder',
    open: async (path) => (path === 'weights' ? source : null),
  };
  return { bytes, folder };
}

const pause = (ms = 1) => new Promise((resolve) => setTimeout(resolve, ms));

async function open(folder: ModelFolder, onBytes: (bytes: number) => void = () => {}) {
  return (await readInParts(folder, onBytes).open('weights'))!;
}

describe('a read', () => {
  test('in parts returns the file’s bytes, and counts each once', async () => {
    const { bytes, folder } = folderOf(9 * MB + 5);
    let counted = 0;
    const source = await open(folder, (n) => {
      counted += n;
    });
    const read = await source.read(3, 9 * MB + 1);
    expect(Buffer.compare(read, bytes.subarray(3, 9 * MB + 1))).toBe(0);
    expect(counted).toBe(9 * MB - 2);
  });

  test('of a small range is one read', async () => {
    const reads: number[][] = [];
    const { folder } = folderOf(100, async (start, end) => {
      reads.push([start, end]);
      return new Uint8Array(0);
    });
    await (await open(folder)).read(10, 20);
    expect(reads).toEqual([[10, 20]]);
  });

  test('runs several parts at once, at most six over all files', async () => {
    let running = 0;
    let most = 0;
    const { folder } = folderOf(40 * MB, async () => {
      running += 1;
      most = Math.max(most, running);
      await pause();
      running -= 1;
      return new Uint8Array(0);
    });
    const parts = readInParts(folder, () => {});
    const [first, second] = [await parts.open('weights'), await parts.open('weights')];
    await Promise.all([first!.read(0, 40 * MB), second!.read(0, 40 * MB)]);
    expect(most).toBe(6);
  });

  test('with a failing part ends the others, waits for them, and passes the error on', async () => {
    let running = 0;
    let started = 0;
    const { folder } = folderOf(60 * MB, async (start, _end, signal) => {
      running += 1;
      started += 1;
      try {
        if (start === 0) throw new Error('the connection broke');
        for (let i = 0; i < 100; i++) {
          signal?.throwIfAborted();
          await pause();
        }
        return new Uint8Array(0);
      } finally {
        running -= 1;
      }
    });
    const source = await open(folder);
    await expect(source.read(0, 60 * MB)).rejects.toThrow('the connection broke');
    expect(running).toBe(0);
    expect(started).toBeGreaterThan(1);
    // The slots are free again.
    expect((await source.read(8 * MB, 8 * MB + 10)).byteLength).toBe(10);
  });

  test('ends with the reason of its signal', async () => {
    const { folder } = folderOf(20 * MB, async (_start, _end, signal) => {
      await pause(5);
      signal?.throwIfAborted();
      return new Uint8Array(0);
    });
    const controller = new AbortController();
    const reading = (await open(folder)).read(0, 20 * MB, controller.signal);
    controller.abort(new Error('cancelled'));
    await expect(reading).rejects.toThrow('cancelled');
  });
});

test('an absent file stays absent', async () => {
  expect(await readInParts(folderOf(1).folder, () => {}).open('other')).toBeNull();
});
