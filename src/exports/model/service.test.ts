/** The export of a model from the page: the files are those of the command, in a folder or in an archive. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storageFactory } from 'opfs-mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScript } from '../../../testing/commands.ts';
import { GOLDENS } from '../../../testing/goldens.ts';
import { memorySource } from '../../checkpoint/source.ts';
import { openZip } from '../../checkpoint/zip.ts';
import type { LoadedModel } from '../../model-folder/load-model.ts';
import { nodeFolder } from '../../node/folder.ts';
import { fingerprintIn, readModelFolder } from '../../node/node-model.ts';
import { APP_VERSION } from '../../node/onnx-folder.ts';
import { nodeOrt } from '../../node/ort.ts';
import type { ModelProgress } from './protocol.ts';
import { exportModel } from './service.ts';

const scratch = mkdtempSync(join(tmpdir(), 'facet-model-export-'));
const facet = join(scratch, 'facet');
const command = join(scratch, 'onnx');
const sumOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
let expected: Record<string, string> = {};
let loaded: LoadedModel;

beforeAll(async () => {
  const checkpoint = join(GOLDENS, 't5-no-dense/model');
  const { code, stderr } = await runScript('src/cli/model.ts', [
    ...[checkpoint, facet, '--onnx', command],
  ]);
  expect(code, stderr).toBe(0);
  expected = Object.fromEntries(
    readdirSync(command).map((name) => [name, sumOf(readFileSync(join(command, name)))]),
  );
  const model = await readModelFolder(facet, nodeOrt());
  const fingerprint = await fingerprintIn(nodeFolder(facet), model);
  loaded = { model, fingerprint, bytes: 1000, digest: null };
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const running = (changes: Partial<Parameters<typeof exportModel>[1]> = {}) => ({
  load: async () => loaded,
  ort: async () => nodeOrt(),
  signal: new AbortController().signal,
  onProgress: () => {},
  ...changes,
});

const newFolder = (): Promise<FileSystemDirectoryHandle> => storageFactory().getDirectory();

async function sumsIn(folder: FileSystemDirectoryHandle): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for await (const [name, handle] of folder.entries()) {
    const file = await (handle as FileSystemFileHandle).getFile();
    sums[name] = sumOf(new Uint8Array(await file.arrayBuffer()));
  }
  return sums;
}

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names.sort();
}

const order = { base: 'tiny-int8-onnx', appVersion: APP_VERSION };

describe('the export of a model', () => {
  it('into a folder writes the bytes that the command writes, run against the canary', async () => {
    const folder = await newFolder();
    const steps: ModelProgress[] = [];
    const exported = await exportModel(
      { ...order, folder },
      running({ onProgress: (progress) => steps.push(progress) }),
    );
    expect(exported).toMatchObject({ name: 'tiny-int8-onnx', archive: null });
    expect(await sumsIn(await folder.getDirectoryHandle('tiny-int8-onnx'))).toEqual(expected);
    expect(exported.checks).toEqual([
      { file: 'model.onnx', cosine: expect.closeTo(1, 5), difference: expect.any(Number) },
      { file: 'model.cuda.onnx', cosine: expect.closeTo(1, 5), difference: expect.any(Number) },
    ]);
    expect(new Set(steps.map(({ step }) => step))).toEqual(new Set(['writing', 'checking']));
    for (const { done, total } of steps) expect(done).toBeLessThanOrEqual(total);
  });

  it('takes a new name where there is one already', async () => {
    const folder = await newFolder();
    const ort = () => Promise.reject(new Error('not wanted'));
    await exportModel({ ...order, folder }, running({ ort }));
    const { name } = await exportModel({ ...order, folder }, running({ ort }));
    expect(name).toBe('tiny-int8-onnx-2');
    expect(await namesIn(folder)).toEqual(['tiny-int8-onnx', 'tiny-int8-onnx-2']);
  });

  it('as a download is one archive with the same files', async () => {
    const { archive, name } = await exportModel({ ...order, folder: null }, running());
    expect(name).toBe('tiny-int8-onnx.zip');
    const bytes = new Uint8Array(await archive!.arrayBuffer());
    const zip = await openZip(memorySource(name, bytes));
    const sums: Record<string, string> = {};
    for (const [entry, size] of zip.sizes) {
      sums[entry.replace('tiny-int8-onnx/', '')] = sumOf(await zip.read(entry, 0, size));
    }
    expect(sums).toEqual(expected);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const folder = await newFolder();
    const controller = new AbortController();
    const cancelled = exportModel(
      { ...order, folder },
      running({
        signal: controller.signal,
        onProgress: ({ step }) => step === 'writing' && controller.abort(),
      }),
    );
    await expect(cancelled).rejects.toThrow(/abort/i);
    expect(await namesIn(folder)).toEqual([]);
  });

  it('fails, and leaves nothing, where the files give other vectors than the canary', async () => {
    const folder = await newFolder();
    const { model } = loaded;
    const integer = Float32Array.from(model.canary.integer!, (value) => -value);
    const wrong = { ...loaded, model: { ...model, canary: { ...model.canary, integer } } };
    const failed = exportModel({ ...order, folder }, running({ load: async () => wrong }));
    await expect(failed).rejects.toThrow(/model\.onnx gives other vectors than the model/);
    expect(await namesIn(folder)).toEqual([]);
  });

  it('says why the files were not run where the runtime does not start', async () => {
    const folder = await newFolder();
    const ort = () => Promise.reject(new Error('no memory'));
    const { checks } = await exportModel({ ...order, folder }, running({ ort }));
    expect(checks).toBe('no memory.');
    expect(await namesIn(folder)).toEqual(['tiny-int8-onnx']);
  });
});
