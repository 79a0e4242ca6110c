import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CheckpointError } from './errors.ts';
import { readStateDict } from './pickle.ts';
import { openPyTorch } from './pytorch.ts';
import { encodeSafetensors, openSafetensors } from './safetensors.ts';
import { openCheckpoint } from './sentence-transformers.ts';
import { memorySource } from './source.ts';
import { modules } from './test-folders.ts';
import { memoryFolder, type Random, seededRandom } from './test-support.ts';
import type { ByteSource, TensorSource } from './types.ts';
import { openZip } from './zip.ts';

/**
 * Damaged files must give a CheckpointError or a reading of their own bytes: no other exception, no
 * hang, no read beyond what the file's size explains. FUZZ_MUTATIONS=100000 for a long run.
 */
const MUTATIONS = Number(process.env.FUZZ_MUTATIONS ?? 1000);
const MAX_MS_PER_MUTATION = 2000;

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
const pick = <T>(random: Random, values: readonly T[]): T =>
  values[Math.floor(random() * values.length)]!;

/** Values that overflow, wrap or mean something to one of the formats. */
const EXTREMES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** One to four edits: bytes flipped or set, numbers made extreme, runs cut, doubled or moved. */
function mutate(original: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(original);
  const at = (length = bytes.length) => Math.floor(random() * (length + 1));
  for (let edits = 1 + Math.floor(random() * 4); edits > 0 && bytes.length > 16; edits--) {
    const start = Math.min(at(), bytes.length - 8);
    const end = Math.min(bytes.length, start + Math.floor(random() ** 3 * 200));
    switch (Math.floor(random() * 7)) {
      case 0:
        bytes[start] = bytes[start]! ^ (1 << Math.floor(random() * 8));
        break;
      case 1:
        bytes[start] = Math.floor(random() * 256);
        break;
      case 2:
        new DataView(bytes.buffer).setUint32(start, pick(random, EXTREMES), true);
        break;
      case 3:
        bytes = bytes.slice(0, at());
        break;
      case 4:
        bytes = join(bytes.subarray(0, start), bytes.subarray(end));
        break;
      case 5:
        bytes = join(bytes.subarray(0, end), bytes.subarray(start));
        break;
      default:
        bytes.copyWithin(at(bytes.length - 8), start, end);
    }
  }
  return bytes;
}

function join(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    out.set(part, position);
    position += part.length;
  }
  return out;
}

/** Runs `attempt` on damaged copies and counts those that were refused. */
async function fuzz(
  seed: number,
  damage: (random: Random) => Uint8Array<ArrayBuffer>,
  attempt: (source: ByteSource, bytes: Uint8Array) => unknown,
): Promise<{ readonly refused: number; readonly read: number }> {
  const random = seededRandom(seed);
  let refused = 0;
  for (let i = 0; i < MUTATIONS; i++) {
    const bytes = damage(random);
    const memory = memorySource('fuzzed', bytes);
    let longest = 0;
    const source: ByteSource = {
      ...memory,
      read(start, end, signal) {
        // What is allocated follows what is asked for.
        longest = Math.max(longest, end - start);
        return memory.read(start, end, signal);
      },
    };
    const began = performance.now();
    try {
      await attempt(source, bytes);
    } catch (error) {
      if (!(error instanceof CheckpointError)) {
        throw new Error(`seed ${seed}, mutation ${i}: not a CheckpointError`, { cause: error });
      }
      refused++;
    }
    expect(longest).toBeLessThanOrEqual(bytes.length);
    expect(performance.now() - began, `mutation ${i}`).toBeLessThan(MAX_MS_PER_MUTATION);
  }
  return { refused, read: MUTATIONS - refused };
}

async function readAll(source: TensorSource, fileBytes: number): Promise<void> {
  for (const { name, dtype, shape } of source.tensors.values()) {
    const bytes = await source.read(name);
    expect(bytes.length).toBeLessThanOrEqual(fileBytes);
    if (dtype.includes('F')) await source.readFloat32(name, shape);
  }
}

const TIMEOUT = 20_000 + 20 * MUTATIONS;

test('safetensors', { timeout: TIMEOUT }, async () => {
  const original = encodeSafetensors(
    new Map(
      (['F32', 'F16', 'BF16', 'F64', 'I8'] as const).map((dtype, i) => [
        `layer.${i}.weight`,
        { dtype, shape: [2, 4], bytes: new Uint8Array(8 * [4, 2, 2, 8, 1][i]!).fill(i) },
      ]),
    ),
    { format: 'pt' },
  );
  // Most of the damage goes to the header: the tensors' bytes may hold anything.
  const counts = await fuzz(
    1,
    (random) => mutate(original, random),
    async (source, bytes) => readAll(await openSafetensors(source), bytes.length),
  );
  expect(counts.refused).toBeGreaterThan(MUTATIONS / 4);
  expect(counts.read).toBeGreaterThan(0);
});

test.each(['dtypes.bin', 'module-state-dict.bin'])(
  'PyTorch zip: %s',
  { timeout: TIMEOUT },
  async (name) => {
    const original = fixture(name);
    const counts = await fuzz(
      2,
      (random) => mutate(original, random),
      async (source, bytes) => readAll(await openPyTorch(source), bytes.length),
    );
    expect(counts.refused).toBeGreaterThan(MUTATIONS / 4);
    expect(counts.read).toBeGreaterThan(0);
  },
);

test('pickle alone', { timeout: TIMEOUT }, async () => {
  const archive = await openZip(memorySource('dtypes', fixture('dtypes.bin')));
  const name = [...archive.sizes.keys()].find((entry) => entry.endsWith('data.pkl'))!;
  const original = await archive.read(name, 0, archive.sizes.get(name)!);
  const counts = await fuzz(
    3,
    (random) => mutate(original, random),
    (_, bytes) => readStateDict('fuzzed', bytes),
  );
  expect(counts.refused).toBeGreaterThan(MUTATIONS / 4);
});

/** JSON that is well formed, with a value or two replaced. */
const VALUES = [
  null,
  true,
  -1,
  0,
  0.5,
  2 ** 31,
  2 ** 53,
  1e308,
  '',
  '..',
  '__proto__',
  [],
  {},
  [[]],
];

function mutateJson(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.05) return pick(random, VALUES);
  const copy: unknown = structuredClone(value);
  const keys = Object.keys(copy as object);
  if (keys.length === 0) return pick(random, VALUES);
  const key = pick(random, keys);
  const fields = copy as Record<string, unknown>;
  if (random() < 0.15) delete fields[key];
  else fields[key] = mutateJson(fields[key], random);
  return copy;
}

test('the folder’s JSON', { timeout: TIMEOUT }, async () => {
  const files: Readonly<Record<string, object>> = {
    'modules.json': modules('Pooling', 'Dense', 'Normalize'),
    'config.json': {
      model_type: 't5',
      d_model: 4,
      d_kv: 2,
      d_ff: 8,
      num_layers: 1,
      num_heads: 2,
      vocab_size: 16,
      feed_forward_proj: 'relu',
      layer_norm_epsilon: 1e-6,
      n_positions: 512,
      relative_attention_num_buckets: 32,
    },
    'sentence_bert_config.json': { max_seq_length: 512, do_lower_case: false },
    '1_Pooling/config.json': { word_embedding_dimension: 4, pooling_mode_mean_tokens: true },
    '2_Dense/config.json': {
      in_features: 4,
      out_features: 3,
      bias: false,
      activation_function: 'torch.nn.modules.linear.Identity',
    },
    'tokenizer.json': { version: '1.0' },
    'tokenizer_config.json': { model_max_length: 512 },
    'model.safetensors.index.json': { weight_map: { 'shared.weight': 'shard.safetensors' } },
  };
  const tensor = (name: string, shape: number[]) =>
    encodeSafetensors(
      new Map([[name, { dtype: 'F32', shape, bytes: new Uint8Array(4 * shape[0]! * shape[1]!) }]]),
    );
  const weights = {
    'shard.safetensors': tensor('shared.weight', [16, 4]),
    '2_Dense/model.safetensors': tensor('linear.weight', [3, 4]),
  };
  await openCheckpoint(memoryFolder({ ...files, ...weights }));

  let path = '';
  const counts = await fuzz(
    4,
    (random) => {
      path = pick(random, Object.keys(files));
      const damaged = JSON.stringify(mutateJson(files[path], random));
      const bytes = new TextEncoder().encode(damaged);
      return random() < 0.5 ? bytes : mutate(bytes, random);
    },
    (_, bytes) => openCheckpoint(memoryFolder({ ...files, ...weights, [path]: bytes })),
  );
  expect(counts.refused).toBeGreaterThan(MUTATIONS / 4);
  expect(counts.read).toBeGreaterThan(0);
});
