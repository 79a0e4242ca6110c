/** Checkpoints of training/goldens, written as Facet folders and read again. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GOLDENS } from '../../e2e/goldens.ts';
import { CheckpointError } from '../checkpoint/errors.ts';
import type { Pair } from '../engine/types.ts';
import type { Model } from '../model/format.ts';
import { startNodeEngine } from './node-engine.ts';
import { readModelFolder, writeModelFolder } from './node-model.ts';
import { nodeOrt } from './node-ort.ts';

const ort = nodeOrt();
const PAIRS: readonly Pair[] = [
  ['', 'A ferry crosses the strait twice a day.'],
  ['Represent the sentence: ', 'Prices fell in March.'],
  ['', ''],
];

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'facet-node-model-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function vectorsOf(model: Model): Promise<Float32Array> {
  const engine = await startNodeEngine(model, ort);
  const { vectors } = await engine.encode(PAIRS);
  engine.close();
  return vectors;
}

/** A copy of a written folder, to be damaged. */
async function copyOf(folder: string, name: string): Promise<string> {
  const copy = join(scratch, name);
  await cp(folder, copy, { recursive: true });
  return copy;
}

describe.each(['t5-bin', 'bert-safetensors'])('%s in int8', (name) => {
  let model: Model;
  let folder: string;
  let sizes: ReadonlyMap<string, number>;
  beforeAll(async () => {
    const checkpoint = join(GOLDENS, name, 'model');
    model = await readModelFolder(checkpoint, ort, { name: `my ${name}`, precision: 'int8' });
    folder = join(scratch, name, 'nested');
    sizes = await writeModelFolder(folder, model);
  });

  test('the model read again is the model written', async () => {
    const again = await readModelFolder(folder, ort);
    expect(again.name).toBe(`my ${name}`);
    expect(again.precision).toBe('int8');
    expect(again.spec).toEqual(model.spec);
    expect(again.tokenizerJson).toEqual(model.tokenizerJson);
    expect(again.tokenizerConfig).toEqual(model.tokenizerConfig);
    expect(again.canary.pairs).toEqual(model.canary.pairs);
    expect(again.canary.vectors).toEqual(model.canary.vectors);

    expect([...model.tensors.values()].some(({ dtype }) => dtype === 'I8')).toBe(true);
    expect([...again.tensors.keys()].sort()).toEqual([...model.tensors.keys()].sort());
    for (const [tensor, { dtype, shape, data }] of model.tensors) {
      const read = again.tensors.get(tensor)!;
      expect([tensor, read.dtype, read.shape]).toEqual([tensor, dtype, shape]);
      expect([tensor, Buffer.from(data).equals(read.data)]).toEqual([tensor, true]);
    }

    const vectors = await vectorsOf(again);
    expect(vectors).toHaveLength(PAIRS.length * model.spec.dim);
    expect(vectors.some((value) => value !== 0)).toBe(true);
    expect(vectors).toEqual(await vectorsOf(model));
  });

  test('a precision it does not have is refused in words, the one it has is not; a name may be given', async () => {
    for (const precision of ['fp32', 'int4'] as const) {
      await expect(readModelFolder(folder, ort, { precision })).rejects.toThrow(
        `is a Facet model in int8 already, and cannot be made ${precision}`,
      );
    }
    const again = await readModelFolder(folder, ort, { name: 'other', precision: 'int8' });
    expect([again.name, again.precision]).toEqual(['other', 'int8']);
  });

  test('the sizes given are those of the files', async () => {
    expect([...sizes.keys()].sort()).toEqual([
      'model.json',
      'model.safetensors',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
    for (const [file, size] of sizes) {
      expect((await readFile(join(folder, file))).byteLength).toBe(size);
    }
  });

  test.each(['model.safetensors', 'tokenizer.json', 'tokenizer_config.json'])(
    '%s: a flipped bit, a lost byte and a missing file are refused by name',
    async (file) => {
      const copy = await copyOf(folder, `${name}-${file}`);
      const path = join(copy, file);
      const read = () => readModelFolder(copy, ort, { precision: 'int8' });
      const bytes = await readFile(path);

      const flipped = Buffer.from(bytes);
      // The last byte is a tensor's, or a brace: only the checksum can tell.
      flipped[flipped.length - 1]! ^= 1;
      await writeFile(path, flipped);
      await expect(read()).rejects.toMatchObject({ name: 'CheckpointError', file: path });
      await expect(read()).rejects.toThrow(/checksum/);

      await writeFile(path, bytes.subarray(0, -1));
      await expect(read()).rejects.toMatchObject({ name: 'CheckpointError', file: path });

      await rm(path);
      await expect(read()).rejects.toMatchObject({ name: 'CheckpointError', file: path });
      await expect(read()).rejects.toThrow(/is missing/);

      await writeFile(path, bytes);
      await expect(read()).resolves.toMatchObject({ name: `my ${name}` });
    },
  );

  test('without its manifest the folder is no model of any kind', async () => {
    const copy = await copyOf(folder, `${name}-no-manifest`);
    await rm(join(copy, 'model.json'));
    await expect(readModelFolder(copy, ort, { precision: 'int8' })).rejects.toThrow(
      CheckpointError,
    );
  });
});

test('a folder that is written over holds the new model', async () => {
  const folder = join(scratch, 'written-over');
  for (const precision of ['fp32', 'int8'] as const) {
    const checkpoint = join(GOLDENS, 't5-gated', 'model');
    await writeModelFolder(folder, await readModelFolder(checkpoint, ort, { precision }));
    // Without a name of its own, a checkpoint is called after its folder.
    const again = await readModelFolder(folder, ort);
    expect([again.name, again.precision]).toEqual(['model', precision]);
  }
});
