import { afterEach, expect, test, vi } from 'vitest';
import { DiskHere } from '../../../testing/disk-here.ts';
import { VectorsHere } from '../../../testing/vectors-here.ts';
import type { Pair } from '../../engine/types.ts';
import { dismissToast, toast } from '../toast.ts';
import { StoragePage } from './storage.ts';

afterEach(() => {
  dismissToast();
  vi.unstubAllGlobals();
});

/** A storage of strings, as the browser has it. */
function memory(): Storage {
  const values = new Map<string, string>();
  return {
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
    removeItem: (name: string) => void values.delete(name),
  } as unknown as Storage;
}

function open(disk: DiskHere, lasting = memory()) {
  const vectors = new VectorsHere(disk);
  const page = new StoragePage(vectors, async () => {}, lasting);
  return { vectors, page, lasting };
}

async function fill(vectors: VectorsHere, instructions: readonly string[]): Promise<void> {
  const pairs = instructions.map((instruction): Pair => [instruction, 'a']);
  const zeros = new Uint32Array(pairs.length);
  vectors.store.add(new Float32Array(pairs.length * 2), 2, {
    origin: { model: 'mini', fingerprint: 'f', precision: 'int8', device: 'wasm' },
    ...{ pairs, tokens: zeros, masked: zeros },
    truncated: new Uint8Array(pairs.length),
    zeros: new Uint8Array(pairs.length),
    unread: pairs.map(() => null),
    refused: pairs.map(() => null),
  });
  await vectors.list();
}

const instructionsOf = async (disk: DiskHere) =>
  (await new VectorsHere(new DiskHere(disk)).list()).map(({ instruction }) => instruction).sort();

test('lists what is kept, and deletes it once the offer of undo has gone', async () => {
  const disk = new DiskHere();
  const { vectors, page } = open(disk);
  await fill(vectors, ['i', 'j']);
  await page.refresh();
  const { sets } = page.state.getState();
  expect(sets!.map(({ instruction }) => instruction).sort()).toEqual(['i', 'j']);
  const [first] = sets!;
  page.remove([first!.id], 'the vectors');
  expect(page.state.getState().removing.has(first!.id)).toBe(true);
  toast.getState().current!.action!.run();
  await vectors.list();
  expect(page.state.getState().removing.size).toBe(0);
  expect(await instructionsOf(disk)).toEqual(['i', 'j']);

  page.remove([first!.id], 'the vectors');
  dismissToast();
  await vi.waitFor(async () => expect(await instructionsOf(disk)).toHaveLength(1));
  expect(page.state.getState().removing.size).toBe(0);
});

test('what a closed page was to delete is deleted by the next one, but not what was undone', async () => {
  const disk = new DiskHere();
  const { vectors, page, lasting } = open(disk);
  await fill(vectors, ['i', 'j']);
  await page.refresh();
  const id = (instruction: string) =>
    page.state.getState().sets!.find((set) => set.instruction === instruction)!.id;
  page.remove([id('j')], 'j');
  toast.getState().current!.action!.run();
  page.remove([id('i')], 'i');
  // The page is gone before its toast.
  const next = open(new DiskHere(disk), lasting);
  expect((await next.vectors.list()).map(({ instruction }) => instruction)).toEqual(['j']);
  await vi.waitFor(() => expect(lasting.getItem('facet-vectors-to-delete')).toBeNull());
});

test('a full disk is told of until it is closed, and again when it fills anew', async () => {
  const disk = new DiskHere();
  const { vectors, page } = open(disk);
  disk.quota = 10;
  await fill(vectors, ['i']);
  expect(page.state.getState()).toMatchObject({ keeping: { state: 'full', waiting: 1 } });
  page.state.setState({ closed: true });
  await fill(vectors, ['j']);
  expect(page.state.getState()).toMatchObject({ closed: true, keeping: { waiting: 2 } });
  disk.quota = Number.POSITIVE_INFINITY;
  await page.keepAgain();
  expect(page.state.getState().keeping).toEqual({ state: 'kept' });
  expect(await instructionsOf(disk)).toEqual(['i', 'j']);
  disk.quota = 0;
  await fill(vectors, ['k']);
  expect(page.state.getState()).toMatchObject({ closed: false, keeping: { state: 'full' } });
});

test('the browser is asked once to keep it, after much was embedded, and its answer is shown', async () => {
  const persist = vi.fn(async () => false);
  vi.stubGlobal('navigator', { storage: { persist } });
  const { page } = open(new DiskHere());
  await page.embedded(20);
  expect(persist).not.toHaveBeenCalled();
  await page.embedded(600);
  await page.embedded(600);
  expect(persist).toHaveBeenCalledTimes(1);
  expect(page.state.getState().promised).toBe(false);
});
