// First, so that everything else is loaded under its watch.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { instructor, miniLm } from '../../testing/checkpoint-folders.ts';
import { memoryFolder, type Random, seededRandom } from '../../testing/checkpoint-support.ts';
import { below, damage, damageJson, damageJsonText, join, pick } from '../../testing/fuzz/bytes.ts';
import { damageSafetensors, damageZip, torchZip } from '../../testing/fuzz/formats.ts';
import { HostileAllocation, startWatchdog, withMemory } from '../../testing/fuzz/guard.ts';
import { damagePickle } from '../../testing/fuzz/pickle.ts';
import { pickleStateDict } from '../../testing/synthetic/state-dict-pickle.ts';
import { denseTensor, encoderTensors } from '../../testing/synthetic/t5-weights.ts';
import { openCheckpoint } from '../encoders/open-checkpoint.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { DTYPE_BYTES, isFloatDType } from './dtype.ts';
import { encodeSafetensors } from './safetensors.ts';
import { memorySource } from './source.ts';
import type { TensorSource } from './types.ts';
import { openZip } from './zip.ts';

/**
 * Damaged folders must open and give all their tensors, or fail with a CheckpointError: no other
 * exception, no hang, no array larger than the files explain. FUZZ_MUTATIONS=100000 for a long run (the
 * number is for each test below); FUZZ_ONLY=<number> for the one that a failure names.
 */
const MUTATIONS = Number(process.env.FUZZ_MUTATIONS ?? 2600);
const ONLY = process.env.FUZZ_ONLY === undefined ? null : Number(process.env.FUZZ_ONLY);
const MAX_CPU_MS = 1000;
/** Characters: a name in a file may be as long as the file. */
const MAX_MESSAGE = 1500;
const WATCHDOG_S = 20;
const TIMEOUT = 60_000 + 20 * MUTATIONS;

/** Floats of 16 bits become 32; the rest is for records of the formats. */
const memoryFor = (fileBytes: number) => 2 * fileBytes + 1024;

type Files = Record<string, Uint8Array>;

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
const toBytes = (json: object) => new TextEncoder().encode(JSON.stringify(json));
const toText = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A whole T5 of one layer, small enough that most damage hits something that is read for its meaning. */
const SHAPE = {
  ...{ hidden: 8, feedForward: 16, headSize: 4, heads: 2, layers: 1, vocabulary: 12, dim: 6 },
};
const CONFIG = {
  ...{ model_type: 't5', d_model: 8, d_kv: 4, d_ff: 16, num_layers: 1, num_heads: 2 },
  ...{ vocab_size: 12, feed_forward_proj: 'relu', layer_norm_epsilon: 1e-6, n_positions: 512 },
  relative_attention_num_buckets: 32,
};
const ENCODER = [...encoderTensors(SHAPE, 1)].map(({ name, shape }) => ({ name, shape }));
const { name: denseName, shape: denseShape } = denseTensor(SHAPE, 1);
const count = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

const safetensors = (tensors: readonly { name: string; shape: readonly number[] }[]) => {
  const dtypes = ['F32', 'F16', 'BF16', 'F64'] as const;
  return encodeSafetensors(
    new Map(
      tensors.map(({ name, shape }, i) => {
        const dtype = dtypes[i % 4]!;
        return [
          name,
          { dtype, shape, bytes: new Uint8Array(count(shape) * DTYPE_BYTES[dtype]).fill(i) },
        ];
      }),
    ),
    { format: 'pt' },
  );
};

async function pytorch(
  type: 'FloatStorage' | 'HalfStorage',
  pickle?: Uint8Array,
): Promise<Uint8Array> {
  const width = type === 'FloatStorage' ? 4 : 2;
  const stored = ENCODER.map(({ name, shape }, i) => ({ name, shape, key: String(i) }));
  const tied = { ...stored[0]!, name: 'encoder.embed_tokens.weight' };
  return torchZip([
    ['m/data.pkl', pickle ?? pickleStateDict([...stored, tied], type)],
    ...stored.map(
      ({ key, shape }) => [`m/data/${key}`, new Uint8Array(count(shape) * width)] as const,
    ),
    ['m/version', new TextEncoder().encode('3\n')],
  ]);
}

/** The JSON of the published folders around weights of this test's. */
const json = (files: ReturnType<typeof instructor>, config: object): Files =>
  Object.fromEntries(
    Object.entries({ ...files, ...config })
      .filter(([path]) => path.endsWith('.json'))
      .map(([path, value]) => [path, toBytes(value)]),
  );
const T5_JSON = json(instructor(), {
  'config.json': CONFIG,
  '1_Pooling/config.json': { word_embedding_dimension: 8, pooling_mode_mean_tokens: true },
  '2_Dense/config.json': {
    ...{ in_features: 8, out_features: 6, bias: false },
    activation_function: 'torch.nn.modules.linear.Identity',
  },
});
const DENSE = safetensors([{ name: denseName, shape: denseShape }]);

async function readAll(source: TensorSource): Promise<void> {
  for (const { name, dtype, shape } of source.tensors.values()) {
    const bytes = await source.read(name);
    if (bytes.length !== count(shape) * DTYPE_BYTES[dtype]) {
      throw new Error(`${name}: ${bytes.length} bytes for ${dtype} [${shape.join(', ')}]`);
    }
    if (isFloatDType(dtype)) await source.readFloat32(name, shape);
  }
}

async function openAndRead(files: Files): Promise<void> {
  const checkpoint = await openCheckpoint(memoryFolder(files));
  for (const source of [checkpoint.weights, ...checkpoint.dense]) await readAll(source);
}

const watchdog = startWatchdog(WATCHDOG_S);
afterAll(() => watchdog.stop());
beforeAll(async () => {
  // Tables that are made once are no file's doing.
  await openAndRead({
    ...T5_JSON,
    'model.safetensors': safetensors(ENCODER),
    '2_Dense/model.safetensors': DENSE,
  });
  await openAndRead({
    ...T5_JSON,
    'pytorch_model.bin': await pytorch('HalfStorage'),
    '2_Dense/model.safetensors': DENSE,
  });
  await openAndRead({ ...json(miniLm(), {}), 'pytorch_model.bin': fixture('dtypes.bin') });
});

/** @param make A damaged folder; the same for the same numbers. */
async function fuzz(seed: number, make: (random: Random) => Files | Promise<Files>): Promise<void> {
  let refused = 0;
  let read = 0;
  const numbers = ONLY === null ? Array.from({ length: MUTATIONS }, (_, i) => i) : [ONLY];
  for (const mutation of numbers) {
    const what = `seed ${seed}, mutation ${mutation}`;
    const files = await make(seededRandom(seed * 2 ** 24 + mutation));
    const largest = Math.max(...Object.values(files).map((bytes) => bytes.length));
    const began = process.cpuUsage();
    try {
      await watchdog.watch(what, () => withMemory(memoryFor(largest), () => openAndRead(files)));
      read++;
    } catch (error) {
      if (!(error instanceof CheckpointError)) {
        throw new Error(`${what}: not a CheckpointError`, { cause: error });
      }
      if (error.message.length > MAX_MESSAGE) {
        throw new Error(`${what}: a message of ${error.message.length} characters`, {
          cause: error,
        });
      }
      refused++;
    }
    const { user, system } = process.cpuUsage(began);
    if (user + system > 1000 * MAX_CPU_MS)
      throw new Error(`${what} took ${(user + system) / 1000} ms`);
  }
  console.info(`seed ${seed}: ${refused} refused, ${read} read`);
  if (ONLY !== null) return;
  // Damage that always shows, or never, would test little.
  expect(refused).toBeGreaterThan(MUTATIONS / 4);
  expect(read).toBeGreaterThan(MUTATIONS / 100);
}

test('safetensors, whole and in shards', { timeout: TIMEOUT }, async () => {
  const whole = safetensors(ENCODER);
  const shards = [safetensors(ENCODER.slice(0, 4)), safetensors(ENCODER.slice(4))];
  const index = {
    weight_map: Object.fromEntries(
      ENCODER.map(({ name }, i) => [name, i < 4 ? 'a.safetensors' : 'b.safetensors']),
    ),
  };
  await fuzz(1, (random) => {
    const folder = { ...T5_JSON, '2_Dense/model.safetensors': DENSE };
    if (random() < 0.7) return { ...folder, 'model.safetensors': damageSafetensors(whole, random) };
    const files: Files = {
      ...folder,
      'a.safetensors': shards[0]!,
      'b.safetensors': shards[1]!,
      'model.safetensors.index.json': toBytes(index),
    };
    if (random() < 0.5) {
      files['model.safetensors.index.json'] = toBytes({
        weight_map: damageJson(index.weight_map, random),
      });
    } else {
      const path = pick(random, ['a.safetensors', 'b.safetensors']);
      files[path] = damageSafetensors(files[path]!, random);
    }
    return files;
  });
});

test('PyTorch zip', { timeout: TIMEOUT }, async () => {
  const originals = [
    ...[await pytorch('FloatStorage'), await pytorch('HalfStorage')],
    ...[fixture('dtypes.bin'), fixture('module-state-dict.bin')],
  ];
  await fuzz(2, (random) => {
    const original = pick(random, originals);
    const bytes = random() < 0.4 ? damage(original, random) : damageZip(original, random);
    return { ...T5_JSON, 'pytorch_model.bin': bytes, '2_Dense/model.safetensors': DENSE };
  });
});

test('pickles in a sound zip', { timeout: TIMEOUT }, async () => {
  const originals: (readonly [path: string, bytes: Uint8Array])[][] = [];
  for (const bytes of [
    await pytorch('FloatStorage'),
    fixture('dtypes.bin'),
    fixture('module-state-dict.bin'),
    fixture('expanded.bin'),
  ]) {
    const archive = await openZip(memorySource('original', bytes));
    const entries: (readonly [path: string, bytes: Uint8Array])[] = [];
    for (const [path, size] of archive.sizes)
      entries.push([path, await archive.read(path, 0, size)]);
    originals.push(entries);
  }
  await fuzz(3, async (random) => {
    const damaged = pick(random, originals).map(([path, bytes]) => {
      if (!path.endsWith('data.pkl')) return [path, bytes] as const;
      return [path, random() < 0.3 ? damage(bytes, random) : damagePickle(bytes, random)] as const;
    });
    return {
      ...T5_JSON,
      'pytorch_model.bin': await torchZip(damaged),
      '2_Dense/model.safetensors': DENSE,
    };
  });
});

test('every JSON file of a folder, and files that are lost or exchanged', {
  timeout: TIMEOUT,
}, async () => {
  const folders: Files[] = [
    { ...T5_JSON, 'model.safetensors': safetensors(ENCODER), '2_Dense/model.safetensors': DENSE },
    { ...json(miniLm(), {}), 'pytorch_model.bin': fixture('module-state-dict.bin') },
  ];
  await fuzz(4, (random) => {
    const files = { ...pick(random, folders) };
    const paths = Object.keys(files).filter((path) => path.endsWith('.json'));
    const path = pick(random, paths);
    const bytes = files[path]!;
    switch (below(random, 8)) {
      case 0:
        delete files[pick(random, Object.keys(files))];
        break;
      case 1: {
        const other = pick(random, Object.keys(files));
        [files[path], files[other]] = [files[other]!, files[path]!];
        break;
      }
      case 2:
        files[path] = damage(bytes, random);
        break;
      case 3:
        files[path] = new TextEncoder().encode(damageJsonText(toText(bytes), random));
        break;
      case 4:
        files[path] = join(
          Uint8Array.of(0xff, 0xfe),
          new Uint8Array(Uint16Array.from(toText(bytes), (char) => char.charCodeAt(0)).buffer),
        );
        break;
      default:
        files[path] = new TextEncoder().encode(
          JSON.stringify(damageJson(JSON.parse(toText(bytes)), random)) ?? '',
        );
    }
    return files;
  });
});

test('the guard sees what is allocated', async () => {
  const ask = (make: () => unknown) => withMemory(1000, async () => make());
  await expect(ask(() => new Uint8Array(1001))).rejects.toBeInstanceOf(HostileAllocation);
  await expect(ask(() => new Float32Array(251))).rejects.toBeInstanceOf(HostileAllocation);
  await expect(ask(() => Float32Array.from({ length: 251 }, () => 0))).rejects.toBeInstanceOf(
    HostileAllocation,
  );
  await expect(ask(() => new ArrayBuffer(1001))).rejects.toBeInstanceOf(HostileAllocation);
  await expect(ask(() => new Float32Array(250))).resolves.toHaveLength(250);
});
