import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toFloat32 } from '../../src/checkpoint/dtype.ts';
import { openZip } from '../../src/checkpoint/zip.ts';
import { openCheckpoint } from '../../src/encoders/open-checkpoint.ts';
import { nodeFolder } from '../../src/node/folder.ts';
import { toFloat16 } from './float16.ts';
import { SIZES, type SyntheticOptions, writeSyntheticCheckpoint } from './folder.ts';
import { Draw } from './random.ts';
import { encoderTensors } from './t5-weights.ts';
import { TorchZip } from './torch-zip.ts';

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'facet-synthetic-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function write(
  name: string,
  container: SyntheticOptions['container'],
  dtype: SyntheticOptions['dtype'],
  seed = 0,
): Promise<string> {
  const folder = join(scratch, name);
  await writeSyntheticCheckpoint(folder, { size: 'tiny', container, dtype, seed });
  return folder;
}

async function values(folder: string): Promise<Map<string, Float32Array>> {
  const { weights, dense } = await openCheckpoint(nodeFolder(folder));
  const read = new Map<string, Float32Array>();
  for (const source of [weights, ...dense]) {
    for (const { name, shape } of source.tensors.values()) {
      read.set(name, await source.readFloat32(name, shape));
    }
  }
  return read;
}

describe('a checkpoint', () => {
  test('has the same values in both containers, in binary16 rounded, and again from its seed', async () => {
    const bin = await values(await write('bin', 'bin', 'fp32'));
    const again = await values(await write('again', 'bin', 'fp32'));
    expect(again).toEqual(bin);
    expect(await values(await write('other', 'bin', 'fp32', 1))).not.toEqual(bin);

    const safetensors = await values(await write('safetensors', 'safetensors', 'fp32'));
    expect(bin.get('encoder.embed_tokens.weight')).toEqual(bin.get('shared.weight'));
    expect(new Set(safetensors.keys()).add('encoder.embed_tokens.weight')).toEqual(
      new Set(bin.keys()),
    );
    for (const [name, tensor] of safetensors) expect(bin.get(name)).toEqual(tensor);

    for (const [name, tensor] of await values(await write('half', 'bin', 'fp16'))) {
      const exact = bin.get(name)!;
      const off = tensor.findIndex(
        (x, i) => Math.abs(x - exact[i]!) > Math.abs(exact[i]!) / 2048 + 2 ** -25,
      );
      expect([name, off]).toEqual([name, -1]);
    }
  });

  test('has the spec of its size, and PyTorch’s alignment', async () => {
    const folder = await write('aligned', 'bin', 'fp32');
    const { spec } = await openCheckpoint(nodeFolder(folder));
    expect(spec).toMatchObject({ hiddenSize: 64, heads: 4, headSize: 32, layers: 2, dim: 48 });
    const bytes = await readFile(join(folder, 'pytorch_model.bin'));
    // The lengths in the local header tell where an entry's bytes begin.
    let entries = 0;
    for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; entries++) {
      const data = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
      expect(data % 64).toBe(0);
      at = bytes.indexOf(Buffer.from([0x50, 0x4b, 7, 8]), data) + 16;
    }
    expect(entries).toBe(2 + [...encoderTensors(SIZES.tiny, 0)].length);
  });
});

test('the sizes are those of the published models', () => {
  const millions = (size: keyof typeof SIZES) => {
    const counts = [...encoderTensors(SIZES[size], 0)].map(({ shape }) =>
      shape.reduce((product, length) => product * length, 1),
    );
    return counts.reduce((sum, count) => sum + count, 0) / 1e6;
  };
  expect(millions('base')).toBeCloseTo(109.63, 2);
  expect(millions('large')).toBeCloseTo(334.94, 2);
  expect(millions('xl')).toBeCloseTo(1240.91, 2);
});

test('offsets beyond 4 GiB are read back', async () => {
  // Drops the bytes in between, as if the archive began at this place.
  const kept = new Map<number, Uint8Array>();
  let position = 0;
  const zip = new TorchZip((bytes) => {
    if (bytes.byteLength < 1 << 20) kept.set(position, bytes.slice());
    position += bytes.byteLength;
  });
  const gap = new Uint8Array(1 << 28);
  for (const name of ['one', 'two', 'three']) {
    await zip.add(
      `root/data/${name}`,
      Array.from({ length: 6 }, () => gap),
    );
  }
  await zip.add('root/data/last', [Uint8Array.of(1, 2, 3)]);
  await zip.finish();
  expect(position).toBeGreaterThan(2 ** 32);
  const archive = await openZip({
    name: 'sparse',
    size: position,
    async read(start, end) {
      const bytes = new Uint8Array(end - start);
      for (const [at, piece] of kept) {
        const from = Math.max(start, at);
        const to = Math.min(end, at + piece.byteLength);
        if (from < to) bytes.set(piece.subarray(from - at, to - at), from - start);
      }
      return bytes;
    },
  });
  expect(archive.sizes.get('root/data/two')).toBe(6 * 2 ** 28);
  expect([...(await archive.read('root/data/last', 0, 3))]).toEqual([1, 2, 3]);
});

test('binary16 is the nearest, ties to even', () => {
  const halves = Uint16Array.from({ length: 1 << 16 }, (_, i) => i);
  const floats = toFloat32('F16', new Uint8Array(halves.buffer));
  const numbers = [...halves].filter((half) => (half & 0x7c00) !== 0x7c00 || (half & 0x3ff) === 0);
  const back = toFloat16(floats);
  expect(numbers.filter((half) => back[half] !== half)).toEqual([]);
  const ties = Float32Array.of(
    1 + 2 ** -11,
    1 + 3 * 2 ** -11,
    65519,
    65520,
    2 ** -25,
    3 * 2 ** -25,
    Number.NaN,
  );
  expect([...toFloat16(ties)]).toEqual([0x3c00, 0x3c02, 0x7bff, 0x7c00, 0, 2, 0x7e00]);
});

test('weights have variance 1 and tails beyond the normal’s', () => {
  const draw = new Draw(3, 'weights');
  const drawn = Float64Array.from({ length: 200_000 }, () => draw.weight());
  const moment = (power: number) => drawn.reduce((sum, x) => sum + x ** power, 0) / drawn.length;
  expect(moment(1)).toBeCloseTo(0, 1);
  expect(moment(2)).toBeCloseTo(1, 1);
  expect(moment(4)).toBeGreaterThan(3.3);
});
