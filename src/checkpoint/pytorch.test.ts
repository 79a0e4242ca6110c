import { readFileSync } from 'node:fs';
import { ZipWriter } from '@zip.js/zip.js';
import { describe, expect, test } from 'vitest';
import { expectCheckpointError } from '../../testing/checkpoint-support.ts';
import { readStateDict } from './pickle.ts';
import { openPyTorch } from './pytorch.ts';
import { memorySource } from './source.ts';
import type { ByteSource } from './types.ts';
import { openZip } from './zip.ts';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
const open = (bytes: Uint8Array) => openPyTorch(memorySource('m.bin', bytes));

describe('what torch.save writes', () => {
  test('every dtype, views, parameters and tied weights, equal to PyTorch’s own values', async () => {
    const source = await open(fixture('dtypes.bin'));
    const values: Record<string, (number | string)[]> = JSON.parse(
      new TextDecoder().decode(fixture('dtypes.json')),
    );
    for (const [name, expected] of Object.entries(values)) {
      const floats = await source.readFloat32(name, source.tensors.get(name)!.shape);
      expect(floats, name).toEqual(
        Float32Array.from(expected, (v) => (v === 'inf' ? Infinity : +v)),
      );
    }
    let byRows = 0;
    for (const [name, expected] of Object.entries(values)) {
      const { shape } = source.tensors.get(name)!;
      const [count = 0] = shape;
      if (count < 2) continue;
      const tail = await source.readFloat32(name, shape, undefined, { start: 1, end: count });
      const rest = expected.slice(expected.length / count);
      expect(tail, name).toEqual(Float32Array.from(rest, (v) => (v === 'inf' ? Infinity : +v)));
      byRows++;
    }
    expect(byRows).toBeGreaterThan(3);
    expect(source.tensors.get('transposed')?.shape).toEqual([3, 2]);
    expect(source.tensors.get('sliced')?.shape).toEqual([2, 2, 2]);
    expect(source.tensors.get('position_ids')).toMatchObject({ dtype: 'I64', shape: [1, 5] });
    const ids = new BigInt64Array((await source.read('position_ids')).buffer);
    expect([...ids]).toEqual([0n, 1n, 2n, 3n, 4n]);
    expect([...(await source.read('bool'))]).toEqual([1, 0]);
    expect(await source.read('tied')).toEqual(await source.read('f32'));
  });

  test('an OrderedDict with _metadata', async () => {
    const source = await open(fixture('module-state-dict.bin'));
    expect([...source.tensors.keys()]).toEqual(['0.weight', '0.bias', '1.weight', '1.bias']);
  });

  test.each<[string, RegExp]>([
    ['legacy.bin', /before 1\.6/],
    ['whole-module.bin', /"torch\.nn\.modules\.container\.Sequential".*refused/],
    ['training-state.bin', /entry "model" holds a dict.*state_dict\(\) alone/],
    ['expanded.bin', /tensor "huge": shape \[1048576, 1048576\].*leaves its storage of 1 /],
    ['protocol-4.bin', /protocol 4/],
    ['torchscript.bin', /TorchScript/],
  ])('refuses %s', async (name, message) => {
    await expectCheckpointError(() => open(fixture(name)), message);
  });
});

/** The same entries in another archive. */
async function rewrap(
  bytes: Uint8Array,
  options: { level?: number; zip64?: boolean },
  edit: (name: string, data: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | null = (
    _,
    data,
  ) => data,
): Promise<Uint8Array<ArrayBuffer>> {
  const archive = await openZip(memorySource('m.bin', bytes));
  const parts: BlobPart[] = [];
  const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
    write(chunk) {
      parts.push(chunk.slice());
    },
  });
  const zip = new ZipWriter(sink, { level: 0, ...options, useWebWorkers: false });
  for (const [name, size] of archive.sizes) {
    const data = edit(name, await archive.read(name, 0, size));
    if (data !== null) await zip.add(name, new Blob([data]).stream());
  }
  await zip.close();
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

describe('the archive', () => {
  const good = fixture('module-state-dict.bin');

  test('zip64', async () => {
    const bytes = await rewrap(good, { zip64: true });
    // The zip64 end record is really there.
    expect(new TextDecoder('latin1').decode(bytes)).toContain('PK\x06\x06');
    const [a, b] = [await open(bytes), await open(good)];
    for (const [name] of b.tensors) expect(await a.read(name)).toEqual(await b.read(name));
  });

  test('entries beyond 4 GiB', async () => {
    const bytes = await rewrap(good, { zip64: true });
    const before = 5 * 2 ** 30;
    const inner = memorySource('far.bin', bytes);
    const far: ByteSource = {
      name: 'far.bin',
      size: before + bytes.byteLength,
      async read(start, end) {
        const length = Math.max(0, Math.min(end, before) - start);
        const tail = await inner.read(Math.max(0, start - before), Math.max(0, end - before));
        const out = new Uint8Array(length + tail.byteLength);
        out.set(tail, length);
        return out;
      },
    };
    const [a, b] = [await openZip(far), await openZip(inner)];
    for (const [name, size] of b.sizes) {
      expect(await a.read(name, 0, size)).toEqual(await b.read(name, 0, size));
    }
  });

  test('refuses compressed entries', async () => {
    await expectCheckpointError(
      async () => open(await rewrap(good, { level: 6 })),
      /is compressed or encrypted/,
    );
  });

  test('refuses what is missing or not as the pickle says', async () => {
    const without = await rewrap(good, {}, (name, data) => (name.endsWith('data/0') ? null : data));
    await expectCheckpointError(
      () => open(without),
      /tensor "0\.weight": its storage "0".*missing/,
    );
    const short = await rewrap(good, {}, (name, data) =>
      name.endsWith('data/0') ? data.slice(4) : data,
    );
    await expectCheckpointError(() => open(short), /should have 48 bytes and has 44/);
    const big = await rewrap(good, {}, (name, data) =>
      name.endsWith('byteorder') ? new TextEncoder().encode('big') : data,
    );
    await expectCheckpointError(() => open(big), /byte order "big"/);
    const empty = await rewrap(good, {}, (name, data) => (name.endsWith('data.pkl') ? null : data));
    await expectCheckpointError(() => open(empty), /0 entries named data\.pkl/);
  });

  test('refuses every cut of the file', async () => {
    for (let end = 0; end < good.byteLength; end += 7) {
      await expectCheckpointError(() => open(good.slice(0, end)), /m\.bin/);
    }
  });
});

describe('the pickle', () => {
  const pickle = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
  const storage = '(X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpuK\x04tQ';
  const tensor = (offset: string, shape: string, stride: string) =>
    `\x80\x02}X\x01\0\0\0actorch._utils\n_rebuild_tensor_v2\n(${storage}${offset}${shape}${stride}\x89ccollections\nOrderedDict\n)RtRs.`;

  test('the smallest state dict', () => {
    const found = readStateDict('p', pickle(tensor('K\0', 'K\x02K\x02\x86', 'K\x02K\x01\x86')));
    expect(found.get('a')).toMatchObject({ offset: 0, shape: [2, 2], strides: [2, 1] });
  });

  test.each<[string, string, RegExp]>([
    ['a call of os.system', '\x80\x02cos\nsystem\nX\x02\0\0\0ls\x85R.', /"os\.system".*refused/],
    ['eval', '\x80\x02c__builtin__\neval\n.', /"__builtin__\.eval"/],
    ['a global named like a property of Object', '\x80\x02cto\nString\n.', /"to\.String"/],
    ['torch.load inside', '\x80\x02ctorch.storage\n_load_from_bytes\n.', /_load_from_bytes/],
    ['STACK_GLOBAL', '\x80\x02\x93.', /opcode STACK_GLOBAL/],
    ['INST', '\x80\x02ios\nsystem\n.', /opcode INST/],
    ['NEWOBJ', '\x80\x02)\x81.', /opcode NEWOBJ/],
    ['EXT1', '\x80\x02\x82\x01.', /opcode EXT1/],
    ['DUP, which doubles', '\x80\x02N2.', /opcode DUP/],
    ['an unknown opcode', '\x80\x02\xff.', /opcode 0xff/],
    ['an empty stack', '\x80\x02.', /more from the stack/],
    ['a tuple from nothing', '\x80\x02\x87.', /more from the stack/],
    ['a value below the mark', '\x80\x02N(\x85.', /more from the stack/],
    ['a mark that was not set', '\x80\x02t.', /mark/],
    ['a memo that was not set', '\x80\x02h\x05.', /memo 5/],
    ['a string of 4 GiB', '\x80\x02X\xff\xff\xff\xffab.', /ends in the middle/],
    ['a number of 255 bytes', `\x80\x02\x8a\xff${'\x7f'.repeat(255)}.`, /beyond 2\^53/],
    ['a dict that holds itself', '\x80\x02}q\0X\x01\0\0\0ah\0s.', /"a" holds a dict/],
    ['a list of items on None', '\x80\x02NK\x01K\x02s.', /sets items of None/],
    ['attributes of a tuple', '\x80\x02)}b.', /attributes of a tuple/],
    ['a key twice', '\x80\x02}X\x01\0\0\0aNsX\x01\0\0\0aNs.', /key "a" twice/],
    ['a number at the top', '\x80\x02K\x05.', /a number where a state dict/],
    [
      'OrderedDict with arguments',
      '\x80\x02ccollections\nOrderedDict\nN\x85R.',
      /calls collections/,
    ],
    [
      'a negative offset',
      tensor('J\xff\xff\xff\xff', 'K\x01\x85', 'K\x01\x85'),
      /rebuild_tensor_v2 with/,
    ],
    ['shape and strides that differ', tensor('K\0', 'K\x01\x85', ')'), /rebuild_tensor_v2 with/],
    ['no protocol', '}.', /protocol 2/],
    ['no end', '\x80\x02}', /ends in the middle/],
  ])('refuses %s', async (_, text, message) => {
    await expectCheckpointError(() => readStateDict('p', pickle(text)), message);
  });

  test('a "billion laughs" of shared tuples costs its own length', async () => {
    const layers = Array.from({ length: 60 }, (_, i) => {
      const put = String.fromCharCode(i);
      return `h${put}h${put}\x86q${String.fromCharCode(i + 1)}`;
    });
    const bytes = pickle(`\x80\x02)q\0${layers.join('')}.`);
    await expectCheckpointError(() => readStateDict('p', bytes), /a tuple where a state dict/);
  });
});
