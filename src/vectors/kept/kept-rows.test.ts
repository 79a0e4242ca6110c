/** Vectors at rest: what is kept, and what is left of it after any accident. */
import { describe, expect, test } from 'vitest';
import { DiskHere } from '../../../testing/disk-here.ts';
import type { Pair } from '../../engine/types.ts';
import { seededRandom } from '../../lib/random.ts';
import { VectorsError } from '../types.ts';
import { ABOUT_FILE, folderName, INDEX_FILE, RECORD_BYTES, rowsFile } from './format.ts';
import { KeptRows } from './kept-rows.ts';
import type { Keeping, Origin, TextsToKeep } from './types.ts';

const ORIGIN: Origin = { model: 'mini', fingerprint: 'f', precision: 'int8', device: 'wasm' };
const DIM = 3;

/** A vector that tells what it is of. */
function vectorOf([instruction, text]: Pair): number[] {
  return [instruction.length, text.length, text.codePointAt(0) ?? -1].map(Math.fround);
}

function textsOf(pairs: readonly Pair[], origin = ORIGIN): TextsToKeep {
  return {
    ...{ origin, pairs },
    tokens: Uint32Array.from(pairs, ([i, t]) => i.length + t.length),
    masked: Uint32Array.from(pairs, ([i]) => i.length),
    truncated: Uint8Array.from(pairs, ([, t]) => (t.length > 5 ? 1 : 0)),
    unread: pairs.map(([, t]) => (t === 'fused' ? 'fused' : null)),
    zeros: Uint8Array.from(pairs, ([, t]) => (t === 'zeros' ? 1 : 0)),
    refused: pairs.map(([, t]) => (t === 'refused' ? 'has no token' : null)),
  };
}

/** Adds pairs as the engine does. @returns Their rows' first number. */
function add(store: KeptRows, pairs: readonly Pair[], origin = ORIGIN): number {
  return store.add(Float32Array.from(pairs.flatMap(vectorOf)), DIM, textsOf(pairs, origin));
}

async function gather(store: KeptRows, first: number, count: number): Promise<number[][]> {
  const rows = Uint32Array.from({ length: count }, (_, at) => first + at);
  const flat = await store.gather({ rows, count, dim: DIM });
  return Array.from({ length: count }, (_, at) => [...flat.subarray(at * DIM, (at + 1) * DIM)]);
}

/** What is kept of pairs, with the vectors. */
async function recall(store: KeptRows, pairs: readonly Pair[], origin = ORIGIN) {
  const found = await store.recall(origin, pairs);
  const kept = Array.from(found.at, (at) => pairs[at]!);
  return { ...found, kept, vectors: await gather(store, found.first, kept.length) };
}

const pairs = (count: number, instruction = 'i'): Pair[] =>
  Array.from({ length: count }, (_, n): Pair => [instruction, `${n} ${'x'.repeat(n % 7)}`]);
/** The store is done with what it was given. */
const settled = (store: KeptRows) => store.list();

describe('what is kept', () => {
  test('comes back in another visit, with what the page needs to know of it, and leaves memory', async () => {
    const disk = new DiskHere();
    const store = new KeptRows(disk);
    const all: Pair[] = [...pairs(9), ['j', 'a'], ['i', 'fused'], ['i', 'zeros'], ['i', 'refused']];
    const first = add(store, all);
    expect(await gather(store, first, all.length)).toEqual(all.map(vectorOf));
    await settled(store);
    // The refused one is kept nowhere else.
    expect(store.bytes).toBeLessThan(all.length * DIM * 4);
    expect(await gather(store, first, all.length)).toEqual(all.map(vectorOf));

    const later = await recall(new KeptRows(new DiskHere(disk)), [...all, ['i', 'new']]);
    expect(later.kept).toEqual(all.slice(0, -1));
    expect(later.vectors).toEqual(all.slice(0, -1).map(vectorOf));
    const { tokens, masked, truncated, unread, zeros } = textsOf(all.slice(0, -1));
    expect(later).toMatchObject({ tokens, masked, truncated, unread, zeros, dim: DIM });
  });

  test('is of one model, precision, device and instruction, and of the text to the last character', async () => {
    const disk = new DiskHere();
    const store = new KeptRows(disk);
    const texts: Pair[] = ['a', 'a ', 'A', '\ud800', '\ufffd', 'é', 'e\u0301', ''].map((t) => [
      'i',
      t,
    ]);
    add(store, texts);
    const { kept, vectors } = await recall(store, texts);
    expect(kept).toEqual(texts);
    expect(vectors).toEqual(texts.map(vectorOf));
    for (const other of [{ fingerprint: 'g' }, { precision: 'int4' }, { device: 'webgpu' }]) {
      expect((await recall(store, texts, { ...ORIGIN, ...other })).kept).toEqual([]);
    }
    expect(
      (
        await recall(store, [
          ['', 'a'],
          ['i ', 'a'],
        ])
      ).kept,
    ).toEqual([]);
    // The name is for people.
    expect((await recall(store, texts, { ...ORIGIN, model: 'renamed' })).kept).toEqual(texts);
  });

  test('is written once, whoever brings it again', async () => {
    const disk = new DiskHere();
    const [one, other] = [new KeptRows(disk), new KeptRows(new DiskHere(disk))];
    add(one, pairs(4));
    await settled(one);
    const first = add(other, pairs(6));
    await settled(other);
    add(one, pairs(8));
    await settled(one);
    expect((await one.list())[0]).toMatchObject({ texts: 8, instruction: 'i', model: 'mini' });
    expect(await gather(other, first, 6)).toEqual(pairs(6).map(vectorOf));
    expect((await recall(other, pairs(9))).kept).toEqual(pairs(8));
  });

  test('without a disk nothing is kept, and all works', async () => {
    const store = new KeptRows(null);
    const first = add(store, pairs(3));
    expect(await gather(store, first, 3)).toEqual(pairs(3).map(vectorOf));
    expect((await recall(store, pairs(3))).kept).toEqual([]);
    expect(await store.list()).toEqual([]);
    await store.remove(['x']);
  });

  test('rows that are freed are gone, on the disk they stay', async () => {
    const store = new KeptRows(new DiskHere());
    const first = add(store, pairs(3));
    await settled(store);
    store.free(Uint32Array.of(first + 1));
    await expect(gather(store, first, 3)).rejects.toThrow(VectorsError);
    expect((await recall(store, pairs(3))).vectors).toEqual(pairs(3).map(vectorOf));
  });

  test('files follow each other where one is full', async () => {
    const disk = new DiskHere();
    const dim = 2 ** 16;
    const store = new KeptRows(disk);
    const many = pairs(65);
    const texts = textsOf(many);
    // One row a page, 64 a file: the disk here is slow with long files, so the rows go by an own way.
    Object.assign(disk, {
      written: new Map<string, number>(),
      async append(folder: string, file: string, at: number, bytes: Uint8Array) {
        const written = (this as unknown as { written: Map<string, number> }).written;
        written.set(file, at + bytes.length);
        void folder;
      },
    });
    store.add(new Float32Array(many.length * dim), dim, texts);
    await settled(store);
    const { written } = disk as unknown as { written: Map<string, number> };
    expect(written.get(rowsFile(0))).toBe(64 * dim * 4);
    expect(written.get(rowsFile(1))).toBe(dim * 4);
  });
});

describe('killed', () => {
  const all = [...pairs(7), ...pairs(5, 'jj')];
  const CHUNK = 5;

  /** Embeds what is missing, chunk by chunk, until killed. @returns The texts embedded. */
  async function embed(disk: DiskHere): Promise<Pair[]> {
    const store = new KeptRows(disk);
    const { at } = await store.recall(ORIGIN, all);
    const missing = all.filter((_, index) => !at.includes(index));
    for (let start = 0; start < missing.length; start += CHUNK) {
      add(store, missing.slice(start, start + CHUNK));
      await settled(store);
    }
    return missing;
  }

  /** Texts whose records are whole on the disk. */
  async function committed(disk: DiskHere): Promise<number> {
    let count = 0;
    for (const folder of await disk.folders()) {
      count += Math.floor((await disk.size(folder, INDEX_FILE)) / RECORD_BYTES);
    }
    return count;
  }

  test('after any byte: nothing that was committed is embedded again, and the bytes at the end are the same', async () => {
    const undisturbed = new DiskHere();
    await embed(undisturbed);
    const expected = undisturbed.snapshot();
    const { steps } = undisturbed;
    expect(steps).toBeGreaterThan(500);
    for (let kill = 0; kill < steps; kill++) {
      const disk = new DiskHere();
      disk.stepsLeft = kill;
      await embed(disk);
      const left = await committed(disk);
      disk.stepsLeft = Number.POSITIVE_INFINITY;
      const before = await recall(new KeptRows(disk), all);
      expect(before.vectors).toEqual(before.kept.map(vectorOf));
      const again = await embed(disk);
      expect(again).toHaveLength(all.length - left);
      expect(disk.snapshot()).toBe(expected);
    }
  });

  test('twenty times in one run', async () => {
    const seed = Date.now() % 100_000;
    console.log(`Seed of the kills: ${seed}`);
    const random = seededRandom(seed);
    const undisturbed = new DiskHere();
    await embed(undisturbed);
    const disk = new DiskHere();
    let embedded = 0;
    for (let kill = 0; kill < 20; kill++) {
      disk.stepsLeft = Math.floor(random() * (undisturbed.steps / 12));
      const before = await committed(disk);
      expect((await recall(new KeptRows(disk), all)).kept).toHaveLength(before);
      embedded += (await embed(disk)).length;
    }
    disk.stepsLeft = Number.POSITIVE_INFINITY;
    await embed(disk);
    expect(embedded).toBeGreaterThan(all.length);
    expect(disk.snapshot()).toBe(undisturbed.snapshot());
  });
});

describe('a full disk', () => {
  test('leaves the rest in memory, says so, and takes it once there is room', async () => {
    const disk = new DiskHere();
    const store = new KeptRows(disk);
    const said: Keeping[] = [];
    store.onKeeping = (keeping) => said.push(keeping);
    add(store, pairs(4, 'old'));
    await settled(store);
    disk.quota = disk.bytes + 150;
    const first = add(store, pairs(6));
    await settled(store);
    expect(said).toEqual([
      {
        state: 'full',
        message: expect.stringContaining('Delete what you no longer need'),
        waiting: 6,
      },
    ]);
    expect(await gather(store, first, 6)).toEqual(pairs(6).map(vectorOf));
    // Later ones wait behind it.
    const second = add(store, pairs(2, 'k'));
    await settled(store);
    expect(said.at(-1)).toMatchObject({ state: 'full', waiting: 8 });

    disk.quota = Number.POSITIVE_INFINITY;
    await store.keepAgain();
    expect(said.at(-1)).toEqual({ state: 'kept' });
    expect((await recall(new KeptRows(disk), [...pairs(6), ...pairs(2, 'k')])).kept).toHaveLength(
      8,
    );
    expect(await gather(store, first, 6)).toEqual(pairs(6).map(vectorOf));
    expect(await gather(store, second, 2)).toEqual(pairs(2, 'k').map(vectorOf));
  });

  test('deleting what is not needed is enough, and what is in use of it stays', async () => {
    const disk = new DiskHere();
    const store = new KeptRows(disk);
    const said: Keeping[] = [];
    store.onKeeping = (keeping) => said.push(keeping);
    const old = add(store, pairs(8, 'old'));
    await settled(store);
    disk.quota = disk.bytes + 60;
    add(store, pairs(6));
    await settled(store);
    expect(said.at(-1)).toMatchObject({ state: 'full' });
    await store.remove([folderName(ORIGIN, 'old')]);
    expect(said.at(-1)).toEqual({ state: 'kept' });
    expect((await store.list()).map(({ instruction }) => instruction)).toEqual(['i']);
    expect(await gather(store, old, 8)).toEqual(pairs(8, 'old').map(vectorOf));
    expect((await recall(store, pairs(8, 'old'))).kept).toEqual([]);
  });
});

describe('what others did to the files', () => {
  const folder = folderName(ORIGIN, 'i');

  async function filled(count = 5) {
    const disk = new DiskHere();
    const store = new KeptRows(disk);
    const first = add(store, pairs(count));
    await settled(store);
    const gone: number[] = [];
    store.onGone = (rows) => gone.push(...rows);
    return { disk, store, first, gone };
  }

  test('a damaged row is never given: it is said to be gone, and embedded and kept again', async () => {
    const { disk, store, first, gone } = await filled();
    disk.damage(folder, rowsFile(0), 2 * DIM * 4);
    await expect(gather(store, first, 5)).rejects.toThrow('1 of the vectors kept');
    expect(gone).toEqual([first + 2]);
    expect((await recall(store, pairs(5))).kept).toEqual(pairs(5).filter((_, n) => n !== 2));
    add(store, [pairs(5)[2]!]);
    await settled(store);
    for (const each of [store, new KeptRows(disk)]) {
      expect((await recall(each, pairs(5))).vectors).toEqual(pairs(5).map(vectorOf));
    }
  });

  test('a damaged record costs its own text and no other', async () => {
    const { disk } = await filled();
    disk.damage(folder, INDEX_FILE, 1 * RECORD_BYTES + 3);
    const store = new KeptRows(disk);
    expect((await recall(store, pairs(5))).kept).toEqual(pairs(5).filter((_, n) => n !== 1));
    add(store, pairs(7));
    await settled(store);
    expect((await recall(new KeptRows(disk), pairs(7))).vectors).toEqual(
      expect.arrayContaining(pairs(7).map(vectorOf)),
    );
  });

  test('a damaged head is written again, and what is beside it stays', async () => {
    const { disk } = await filled();
    disk.damage(folder, ABOUT_FILE, 30);
    const store = new KeptRows(disk);
    expect((await recall(store, pairs(5))).kept).toEqual([]);
    add(store, pairs(6));
    await settled(store);
    expect((await recall(new KeptRows(disk), pairs(6))).vectors).toEqual(pairs(6).map(vectorOf));
    expect((await store.list())[0]).toMatchObject({ texts: 6, problem: null });
  });

  test('what another tab deleted is gone, also where others stand in its place', async () => {
    const { disk, store, first, gone } = await filled();
    const other = new KeptRows(new DiskHere(disk));
    await other.remove([folder]);
    add(other, [['i', 'another'], ...pairs(9).reverse()]);
    await settled(other);
    // It took note of the new ones, and then of its own.
    expect((await recall(store, pairs(9))).vectors).toEqual(pairs(9).map(vectorOf));
    await expect(gather(store, first, 5)).rejects.toThrow('are embedded again');
    expect(gone).toHaveLength(5);
  });

  test('what another tab deleted is gone, before this one took note', async () => {
    const { disk, store, first } = await filled();
    const other = new KeptRows(new DiskHere(disk));
    await other.remove([folder]);
    add(other, [['i', 'another'], ...pairs(9).reverse()]);
    await settled(other);
    await expect(gather(store, first, 5)).rejects.toThrow('are embedded again');
  });

  test.each([
    [0, 'older Facet (version 0'],
    [9, 'newer Facet (version 9'],
  ])('version %i is refused with the reason, and left as it is', async (version, words) => {
    const { disk } = await filled();
    const about = await disk.read(folder, ABOUT_FILE, 0, await disk.size(folder, ABOUT_FILE));
    about[8] = version;
    await disk.append(folder, ABOUT_FILE, 0, about);
    const before = disk.snapshot();
    const store = new KeptRows(disk);
    const said: Keeping[] = [];
    store.onKeeping = (keeping) => said.push(keeping);
    expect((await recall(store, pairs(5))).kept).toEqual([]);
    const first = add(store, pairs(5));
    // It holds up no other.
    add(store, pairs(2, 'k'));
    await settled(store);
    expect((await recall(store, pairs(2, 'k'))).kept).toHaveLength(2);
    await store.remove([folderName(ORIGIN, 'k')]);
    expect((await store.list())[0]!.problem).toContain(words);
    expect(said[0]).toMatchObject({ state: 'failed', message: expect.stringContaining(words) });
    expect(disk.snapshot()).toBe(before);
    expect(await gather(store, first, 5)).toEqual(pairs(5).map(vectorOf));
    await store.remove([folder]);
    add(store, pairs(5));
    await settled(store);
    expect((await recall(store, pairs(5))).kept).toEqual(pairs(5));
  });
});
