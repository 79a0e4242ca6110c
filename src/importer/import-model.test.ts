/**
 * Complete imports with a server like the hub, the real runtime and a private file system in
 * memory.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { damagedModel } from '../../testing/damaged-model.ts';
import { GOLDENS } from '../../testing/goldens.ts';
import { type HubServer, startHub } from '../../testing/hub/server.ts';
import { bytesAt, namesAt, putAt, stubStorage } from '../../testing/opfs.ts';
import type { Model } from '../model-folder/format.ts';
import {
  listModels,
  listUnfinished,
  openStoredModel,
  type StoredModel,
} from '../model-folder/model-store.ts';
import { readModelFolder, writeModelFolder } from '../node/node-model.ts';
import { nodeOrt } from '../node/ort.ts';
import { importModel, inspectSource, type RunOptions } from './import-model.ts';
import type { ImportPlan, ImportProgress, ImportSource } from './types.ts';

const FOLDER = join(GOLDENS, 't5-bin/model');
const OTHER = join(GOLDENS, 't5-no-dense/model');
const WEIGHTS = /^pytorch_model\.bin$/;
const runtime = nodeOrt();

let hub: HubServer;
let expected: Model;
let converted: string;
let root: FileSystemDirectoryHandle;

beforeAll(async () => {
  expected = await readModelFolder(FOLDER, runtime, { precision: 'int8' });
  converted = await mkdtemp(join(tmpdir(), 'facet-import-'));
  await writeModelFolder(converted, expected);
});
afterAll(() => rm(converted, { recursive: true }));
beforeEach(async () => {
  root = await stubStorage();
  hub = await startHub({
    'facet-test/t5': { folder: FOLDER },
    'facet-test/converted': { folder: converted },
  });
});
afterEach(async () => {
  await hub.close();
  vi.unstubAllGlobals();
});

const source = (name = 't5'): ImportSource => ({
  kind: 'hub',
  id: `facet-test/${name}`,
  revision: 'main',
  hub: hub.url,
});

function run(from: ImportSource = source(), options: Partial<RunOptions> = {}) {
  return importModel(from, {
    precision: 'int8',
    signal: new AbortController().signal,
    onProgress: () => {},
    ort: async () => runtime,
    ...options,
  });
}

async function planOf(from: ImportSource): Promise<ImportPlan> {
  const inspection = await inspectSource(from, new AbortController().signal);
  await inspection.close();
  return inspection.plan;
}

/** Aborts once the first layer is stored. */
function stopAfterLayer(reason: unknown): Pick<RunOptions, 'signal' | 'onProgress'> {
  const controller = new AbortController();
  const onProgress = ({ step }: ImportProgress) => {
    if (step.startsWith('layer 2')) controller.abort(reason);
  };
  return { signal: controller.signal, onProgress };
}

/** Tensors in base 64, which vitest compares a hundred times as fast as arrays. */
const comparable = ({ tensors, canary, spec, precision }: Model) => ({
  spec,
  precision,
  canary,
  tensors: new Map(
    [...tensors].map(([name, { data, ...rest }]) => [
      name,
      { ...rest, data: Buffer.from(data).toString('base64') },
    ]),
  ),
});

async function stored({ id }: StoredModel): Promise<Model> {
  return readModelFolder(await openStoredModel(id), runtime, { precision: 'int8' });
}

describe('an import', () => {
  test('stores the same model as the command line', async () => {
    const model = await run();
    expect(comparable(await stored(model))).toEqual(comparable(expected));
    expect(await listModels()).toEqual([model]);
    expect(model).toMatchObject({ name: 't5', source: 'facet-test/t5', precision: 'int8' });
    expect(model.revision).toMatch(/^[0-9a-f]{40}$/);
    expect(model.canaryCosine).toBeGreaterThan(0.999);
    expect(await namesAt(root, `models/${model.id}`)).not.toContain('import.json');
  });

  test('reports progress that only grows, to the end', async () => {
    const seen: ImportProgress[] = [];
    await run(source(), { onProgress: (progress) => seen.push(progress) });
    const done = seen.map(({ doneBytes }) => doneBytes);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(seen.at(-1)!.doneBytes).toBe(seen.at(-1)!.totalBytes);
    expect([...new Set(seen.map(({ step }) => step))]).toEqual([
      'configuration',
      'embedding table',
      'layer 1 of 2',
      'layer 2 of 2',
      'last norm and Dense',
    ]);
  });

  test('of the same weights under another rule is another model, and names the rule', async () => {
    const masked = await run();
    const pooled = await run(source(), { instruction: 'pooled' });
    expect([masked.instruction, pooled.instruction]).toEqual(['masked', 'pooled']);
    expect(pooled.id).not.toBe(masked.id);
    expect((await stored(pooled)).input).toMatchObject({ instruction: 'pooled', stated: true });
    // Choosing the guessed role by hand gives the same model.
    expect((await run(source(), { instruction: 'masked' })).id).toBe(masked.id);
  });

  test('whose tokens have a second witness against them is stored without a cosine, with the reason', async () => {
    const vocabulary = 'spiece.model is not this';
    const folder = await mkdtemp(join(tmpdir(), 'facet-doubt-'));
    await cp(join(GOLDENS, 'bert-safetensors/model'), folder, { recursive: true });
    await writeFile(join(folder, 'vocab.txt'), vocabulary);
    await hub.publish('facet-test/doubt', { folder });
    const { plan, close } = await inspectSource(source('doubt'), new AbortController().signal);
    await close();
    expect(plan.doubt).toMatch(/vocab\.txt disagrees/);
    const model = await run(source('doubt'));
    expect(model).toMatchObject({ canaryCosine: null, doubt: plan.doubt });
    await rm(folder, { recursive: true });
  });

  test('of a complete stored model converts nothing again', async () => {
    const first = await run();
    const ort = vi.fn<RunOptions['ort']>();
    expect(await run(source(), { ort })).toEqual(first);
    expect(ort).not.toHaveBeenCalled();
  });

  test('of a damaged stored model repairs it', async () => {
    const model = await run();
    const path = `models/${model.id}/layers.0.safetensors`;
    const good = await bytesAt(root, path);
    const bad = good.slice();
    bad[bad.length - 1]! ^= 1;
    await putAt(root, path, bad);
    expect(await run()).toMatchObject({ id: model.id });
    expect(Buffer.compare(await bytesAt(root, path), good)).toBe(0);
  });

  test('of a newer version, or at another precision, stands beside the first', async () => {
    const first = await run();
    const finer = await run(source(), { precision: 'fp32' });
    await hub.publish('facet-test/t5', { folder: OTHER });
    const newer = await run();
    expect(new Set([first.id, finer.id, newer.id]).size).toBe(3);
    expect(await listModels()).toHaveLength(3);
  });
});

describe('an import that breaks off', () => {
  test('leaves no model, and resumes where it was', async () => {
    const failing = run(source(), {
      onProgress: ({ step }) => {
        if (step.startsWith('layer 2')) throw new Error('the tab closed');
      },
    });
    await expect(failing).rejects.toThrow('the tab closed');
    expect(await listModels()).toEqual([]);
    const [unfinished] = await listUnfinished();
    expect(unfinished).toMatchObject({ source: 'facet-test/t5', precision: 'int8' });
    const plan = await planOf(source());
    expect(plan.unfinished).toEqual([{ precision: 'int8', doneBytes: expect.any(Number) }]);
    expect(plan.unfinished[0]!.doneBytes).toBeGreaterThan(plan.sourceBytes / 3);

    const steps = new Set<string>();
    const model = await run(source(), { onProgress: ({ step }) => steps.add(step) });
    expect(steps).not.toContain('embedding table');
    expect(comparable(await stored(model))).toEqual(comparable(expected));
    expect(await listUnfinished()).toEqual([]);
  });

  test('by a cancel leaves nothing', async () => {
    const cancelled = run(source(), stopAfterLayer(new DOMException('cancelled', 'AbortError')));
    await expect(cancelled).rejects.toThrow('cancelled');
    expect(await namesAt(root, 'models')).toEqual([]);
  });

  test('because the weights are a web page leaves no model, and names the file', async () => {
    hub.inject(WEIGHTS, { kind: 'html' });
    await expect(run()).rejects.toThrow(/pytorch_model\.bin/);
    expect(await listModels()).toEqual([]);
  });

  test('does not run twice at once', async () => {
    const [first, second] = await Promise.allSettled([run(), run()]);
    const refused = [first, second].filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(String((refused[0] as PromiseRejectedResult).reason)).toMatch(/in another tab/);
    expect(await listModels()).toHaveLength(1);
  });
});

describe('a folder that Facet wrote', () => {
  test('is copied file by file, without conversion', async () => {
    const ort = vi.fn<RunOptions['ort']>();
    const model = await run(source('converted'), { ort });
    expect(ort).not.toHaveBeenCalled();
    expect(comparable(await stored(model))).toEqual(comparable(expected));
    expect(model.canaryCosine).toBeNull();
  });

  test('with a damaged file is refused by name, and resumes once the file is repaired', async () => {
    hub.inject(/\.safetensors$/, { kind: 'corrupt' });
    await expect(run(source('converted'))).rejects.toThrow(/safetensors.*checksum/);
    expect(await listModels()).toEqual([]);
    hub.heal();
    expect(comparable(await stored(await run(source('converted'))))).toEqual(comparable(expected));
  });
});

test('a plan estimates an import without reading weights', async () => {
  const plan = await planOf(source());
  expect(plan).toMatchObject({ name: 't5', layout: 'checkpoint', unfinished: [] });
  expect(plan.choices.map(({ precision }) => precision)).toContain('int8');
  expect(plan.sourceBytes).toBeGreaterThan(380_000);
  expect(plan.freeBytes).toBeGreaterThan(0);
});

test.each([0, Number.NaN])(
  'of a model whose last norm is all %d nothing is kept',
  async (value) => {
    const folder = damagedModel('bert-safetensors', value);
    const damaged = await startHub({ 'facet-test/damaged': { folder } });
    const from = { ...source('damaged'), hub: damaged.url } as ImportSource;
    try {
      await expect(run(from)).rejects.toThrow(/for every text|not finite/);
      expect([await listModels(), await listUnfinished()]).toEqual([[], []]);
      expect((await planOf(from)).unfinished).toEqual([]);
    } finally {
      await damaged.close();
      await rm(folder, { recursive: true });
    }
  },
);
