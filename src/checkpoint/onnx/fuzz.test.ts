import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { memoryFolder, seededRandom } from '../../../testing/checkpoint-support.ts';
import { pick } from '../../../testing/fuzz/bytes.ts';
import { startWatchdog, withMemory } from '../../../testing/fuzz/guard.ts';
import { GOLDENS } from '../../../testing/goldens.ts';
import { damageOnnx } from '../../../testing/onnx-damage.ts';
import { ONNX_GOLDENS, onnxGoldenFolder } from '../../../testing/onnx-golden-folder.ts';
import { t5Graph, t5Json } from '../../../testing/onnx-graph.ts';
import { openCheckpoint } from '../../encoders/open-checkpoint.ts';
import { CheckpointError } from '../../lib/checkpoint-error.ts';

/**
 * As ../fuzz.test.ts, for ONNX files: damaged ones open and give all their weights, or fail with a
 * CheckpointError. FUZZ_MUTATIONS=100000 for a long run. guard.ts must be loaded before the code under
 * test, which the order of names gives.
 */
const MUTATIONS = Number(process.env.FUZZ_MUTATIONS ?? 2600);
const MAX_CPU_MS = 1000;
const TIMEOUT = 60_000 + 50 * MUTATIONS;

/** A byte of a quantised weight becomes four; files are read through a window of 64 KiB. */
const memoryFor = (bytes: number) => 4 * bytes + 70_000;

type Files = Record<string, Uint8Array | object>;

const watchdog = startWatchdog(20);
afterAll(() => watchdog.stop());

async function openAndRead(files: Files): Promise<number> {
  const { weights } = await openCheckpoint(memoryFolder(files));
  for (const { name, shape } of weights.tensors.values()) {
    const values = await weights.readFloat32(name, shape);
    const count = shape.reduce((product, size) => product * size, 1);
    if (values.length !== count) throw new Error(`${name}: ${values.length} values for ${count}`);
  }
  return weights.tensors.size;
}

async function goldenFiles(file: string): Promise<[Files, string]> {
  const golden = ONNX_GOLDENS.find((other) => other.file === file)!;
  const folder = onnxGoldenFolder(golden);
  const files: Files = { [golden.path]: new Uint8Array(readFileSync(join(GOLDENS, 'onnx', file))) };
  for (const path of ['modules.json', 'config.json', '1_Pooling/config.json']) {
    const source = (await folder.open(path))!;
    files[path] = await source.read(0, source.size);
  }
  const dense = { in_features: 32, out_features: 32, bias: false };
  return [{ ...files, '2_Dense/config.json': dense, 'tokenizer.json': {} }, golden.path];
}

test('ONNX files', { timeout: TIMEOUT }, async () => {
  const small = { ...t5Json(), ...t5Graph() };
  const [quantised, path] = await goldenFiles('t5-gated-stack-q8.onnx');
  // Its Dense module is no ONNX file's concern.
  quantised['modules.json'] = small['modules.json']!;
  expect(await openAndRead(small)).toBe(11);
  expect(await openAndRead(quantised)).toBe(21);
  let refused = 0;
  let read = 0;
  for (let mutation = 0; mutation < MUTATIONS; mutation++) {
    const random = seededRandom(5 * 2 ** 24 + mutation);
    const [original, file] = random() < 0.9 ? [small, 'onnx/model.onnx'] : [quantised, path];
    const files = { ...original, [file]: damageOnnx(original[file] as Uint8Array, random) };
    if (random() < 0.1) {
      const other = pick(
        random,
        Object.keys(small).filter((name) => name.startsWith('onnx/enc')),
      );
      if (file === 'onnx/model.onnx') files[other] = new Uint8Array(3);
    }
    const largest = Math.max(
      ...Object.values(files).map((value) => (value instanceof Uint8Array ? value.length : 2000)),
    );
    const began = process.cpuUsage();
    try {
      await watchdog.watch(`mutation ${mutation}`, () =>
        withMemory(memoryFor(largest), () => openAndRead(files)),
      );
      read++;
    } catch (error) {
      if (!(error instanceof CheckpointError)) {
        throw new Error(`mutation ${mutation}: not a CheckpointError`, { cause: error });
      }
      refused++;
    }
    const { user, system } = process.cpuUsage(began);
    if (user + system > 1000 * MAX_CPU_MS) {
      throw new Error(`mutation ${mutation} took ${(user + system) / 1000} ms`);
    }
  }
  console.info(`${refused} refused, ${read} read`);
  expect(refused).toBeGreaterThan(MUTATIONS / 4);
  expect(read).toBeGreaterThan(MUTATIONS / 100);
});
