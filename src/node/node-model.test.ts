/** Checkpoints of training/goldens, written as Facet folders and read back. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GOLDENS } from '../../testing/goldens.ts';
import type { Pair } from '../engine/types.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import type { Model } from '../model-folder/format.ts';
import { startNodeEngine } from './engine.ts';
import { readModelFolder, writeModelFolder } from './node-model.ts';
import { nodeOrt } from './ort.ts';

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

/** A copy of a written folder, for damaging. */
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

  test('another precision is refused, its own is accepted; a name may be given', async () => {
    for (const precision of ['fp32', 'int4'] as const) {
      await expect(readModelFolder(folder, ort, { precision })).rejects.toThrow(
        `is a Facet model in int8 already, and cannot be made ${precision}`,
      );
    }
    const again = await readModelFolder(folder, ort, { name: 'other', precision: 'int8' });
    expect([again.name, again.precision]).toEqual(['other', 'int8']);
  });

  test('the returned sizes are those of the files', async () => {
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
      // The last byte belongs to a tensor, or is a brace: only the checksum can tell.
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

  test('without its manifest the folder is no model', async () => {
    const copy = await copyOf(folder, `${name}-no-manifest`);
    await rm(join(copy, 'model.json'));
    await expect(readModelFolder(copy, ort, { precision: 'int8' })).rejects.toThrow(
      CheckpointError,
    );
  });
});

test('a folder written twice holds the new model', async () => {
  const folder = join(scratch, 'written-over');
  for (const precision of ['fp32', 'int8'] as const) {
    const checkpoint = join(GOLDENS, 't5-gated', 'model');
    await writeModelFolder(folder, await readModelFolder(checkpoint, ort, { precision }));
    // A checkpoint without a name takes its folder's.
    const again = await readModelFolder(folder, ort);
    expect([again.name, again.precision]).toEqual(['model', precision]);
  }
});

describe('a model’s own settings', () => {
  const edits: Readonly<Record<string, object>> = {
    'tokenizer_config.json': { do_lower_case: false },
    '1_Pooling/config.json': { include_prompt: true },
    'config_sentence_transformers.json': {
      prompts: { query: 'query: ', passage: 'passage: ' },
      default_prompt_name: 'passage',
      similarity_fn_name: 'dot',
    },
  };
  let checkpoint: string;
  beforeAll(async () => {
    checkpoint = join(scratch, 'settings');
    await cp(join(GOLDENS, 'bert-safetensors', 'model'), checkpoint, { recursive: true });
    for (const [file, fields] of Object.entries(edits)) {
      const old: object = JSON.parse(
        await readFile(join(checkpoint, file), 'utf8').catch(() => '{}'),
      );
      await writeFile(join(checkpoint, file), JSON.stringify({ ...old, ...fields }));
    }
  });

  test('are saved in the written folder, which gives the same vectors', async () => {
    const notes: string[] = [];
    const model = await readModelFolder(checkpoint, ort, {
      precision: 'fp32',
      onNote: (note) => notes.push(note),
    });
    expect(notes).toEqual([
      'The instruction is part of the mean.',
      'A text without an instruction is read with the model’s default prompt, “passage: ” (passage).',
      'The model asks for dot products; Facet shows cosines.',
    ]);
    const folder = join(scratch, 'settings-written');
    await writeModelFolder(folder, model);
    const again = await readModelFolder(folder, ort, { precision: 'fp32' });
    expect(again.input).toEqual(model.input);
    expect(await vectorsOf(again)).toEqual(await vectorsOf(model));
    const plain = await readModelFolder(join(GOLDENS, 'bert-safetensors', 'model'), ort, {
      precision: 'fp32',
    });
    const dim = model.spec.dim;
    const [ours, others] = [await vectorsOf(model), await vectorsOf(plain)];
    // Each pair is read differently: by its case, its instruction's place, its default prompt.
    for (const [i] of PAIRS.entries()) {
      expect(ours.slice(i * dim, (i + 1) * dim)).not.toEqual(others.slice(i * dim, (i + 1) * dim));
    }
  });

  test('a guess is reported and can be corrected; a folder that Facet wrote needs none', async () => {
    const golden = join(GOLDENS, 'bert-safetensors', 'model');
    const notes: string[] = [];
    const onNote = (note: string) => notes.push(note);
    const guessed = await readModelFolder(golden, ort, { precision: 'fp32', onNote });
    expect(notes).toEqual([
      expect.stringMatching(/^The instruction is left out of the mean\. The/),
    ]);
    const pooled = await readModelFolder(golden, ort, {
      precision: 'fp32',
      instruction: 'pooled',
      onNote,
    });
    expect(notes.slice(1)).toEqual(['The instruction is part of the mean.']);
    const dim = guessed.spec.dim;
    const [masked, whole] = [await vectorsOf(guessed), await vectorsOf(pooled)];
    expect(whole.slice(0, dim)).toEqual(masked.slice(0, dim));
    expect(whole.slice(dim, 2 * dim)).not.toEqual(masked.slice(dim, 2 * dim));

    const folder = join(scratch, 'settings-pooled');
    await writeModelFolder(folder, pooled);
    await expect(
      readModelFolder(folder, ort, { precision: 'fp32', instruction: 'masked' }),
    ).rejects.toThrow(/use --instruction when you convert its checkpoint/);
  });

  test('a vocabulary that disagrees is reported', async () => {
    const folder = await copyOf(checkpoint, 'settings-vocabulary');
    await writeFile(join(folder, 'vocab.txt'), '[PAD]\n[UNK]\n[CLS]\n[SEP]\nthe\n');
    const notes: string[] = [];
    const options = { precision: 'fp32', onNote: (note: string) => notes.push(note) } as const;
    const model = await readModelFolder(folder, ort, options);
    expect(notes.at(-1)).toMatch(/vocab\.txt disagrees with tokenizer\.json/);
    expect(model.canary.source).toBeNull();
  });
});
