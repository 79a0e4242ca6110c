import { describe, expect, test } from 'vitest';
import { expectCheckpointError } from '../../testing/checkpoint-support.ts';
import { encodeSafetensors, openSafetensors, type TensorData } from './safetensors.ts';
import { memorySource } from './source.ts';

/** A file written by hand, not by our writer. */
function file(header: string | object, data = new Uint8Array(0)): Uint8Array {
  const json = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + json.byteLength + data.byteLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.byteLength), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.byteLength);
  return bytes;
}

const open = (bytes: Uint8Array) => openSafetensors(memorySource('m.safetensors', bytes));
const floats = (...values: number[]) => new Uint8Array(new Float32Array(values).buffer);

describe('reading', () => {
  test('gives shapes, raw bytes and floats', async () => {
    const source = await open(
      file(
        {
          __metadata__: { format: 'pt' },
          b: { dtype: 'F32', shape: [2, 1], data_offsets: [2, 10] },
          a: { dtype: 'I8', shape: [2], data_offsets: [0, 2] },
        },
        new Uint8Array([1, 255, ...floats(1.5, -2)]),
      ),
    );
    expect(source.tensors.get('b')).toEqual({ name: 'b', dtype: 'F32', shape: [2, 1] });
    expect([...(await source.read('a'))]).toEqual([1, 255]);
    expect([...(await source.readFloat32('b', [2, 1]))]).toEqual([1.5, -2]);
    const rows = (start: number, end: number) =>
      source.readFloat32('b', [2, 1], undefined, { start, end });
    expect([...(await rows(1, 2))]).toEqual([-2]);
    expect([...(await rows(1, 1))]).toEqual([]);
    for (const [start, end] of [
      [-1, 1],
      [1, 3],
      [2, 1],
      [0, Number.NaN],
    ] as const) {
      await expectCheckpointError(() => rows(start, end), /no rows .* shape is \[2, 1\]/);
    }
    await expectCheckpointError(() => source.read('c'), /m\.safetensors: tensor "c": is missing/);
    await expectCheckpointError(() => source.readFloat32('b', [1, 2]), /shape \[2, 1\].*\[1, 2\]/);
    await expectCheckpointError(() => source.readFloat32('a', [2]), /is I8 where floats/);
  });

  test('a cancelled read gives the reason of the signal', async () => {
    const source = await open(
      file({ a: { dtype: 'I8', shape: [1], data_offsets: [0, 1] } }, new Uint8Array(1)),
    );
    const signal = AbortSignal.abort();
    await expect(source.read('a', signal)).rejects.toBe(signal.reason);
    await expect(openSafetensors(memorySource('m', file({})), signal)).rejects.toBe(signal.reason);
  });

  test('takes a tensor named like a property of Object', async () => {
    const source = await open(
      file('{"__proto__":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}', new Uint8Array([7])),
    );
    expect([...(await source.read('__proto__'))]).toEqual([7]);
    await expectCheckpointError(() => source.read('constructor'), /missing/);
  });
});

const entry = (dtype: unknown, shape: unknown, offsets: unknown) => ({
  a: { dtype, shape, data_offsets: offsets },
});

describe('refuses', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /0 bytes long/],
    ['a header beyond the file', file({}).slice(0, 9), /header is 2 bytes long/],
    ['a header of 2^63 bytes', new Uint8Array(100).fill(0xff), /18446744073709551615 bytes/],
    [
      'a git-lfs pointer',
      new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:0\n'),
      /git lfs pull/,
    ],
    ['a header that is not JSON', file('{"a":'), /is not JSON/],
    ['a header that is a list', file('[]'), /not a JSON object/],
    ['deep JSON', file('['.repeat(100_000)), /nested deeper/],
    ['a web page', file('<!doctype html>'), /web page/],
    ['metadata that are not strings', file({ __metadata__: { a: 1 } }), /__metadata__/],
    ['an unknown dtype', file(entry('F8_E4M3', [1], [0, 1]), new Uint8Array(1)), /"F8_E4M3"/],
    ['dtype "toString"', file(entry('toString', [1], [0, 1])), /dtype "toString"/],
    ['a negative size', file(entry('U8', [-1, -1], [0, 1]), new Uint8Array(1)), /shape \[-1,-1\]/],
    ['a fractional size', file(entry('U8', [0.5, 2], [0, 1]), new Uint8Array(1)), /shape/],
    ['a size of 2^53', file(entry('U8', [2 ** 53], [0, 2 ** 53])), /shape/],
    ['a size product above 2^53', file(entry('U8', [2 ** 40, 2 ** 40], [0, 1])), /Infinity bytes/],
    [
      'a product that wraps to the right size',
      file(entry('U8', [2 ** 32, 2 ** 32], [0, 0])),
      /Inf/,
    ],
    ['one offset', file(entry('U8', [1], [0])), /data_offsets/],
    ['offsets in reverse', file(entry('U8', [1], [1, 0])), /data_offsets 1 to 0/],
    [
      'a length that is not the shape’s',
      file(entry('F32', [2], [0, 4]), floats(1)),
      /takes 8 bytes/,
    ],
    ['data that end early', file(entry('F32', [2], [0, 8]), floats(1)), /only 4.*cut short/],
    ['data left over', file(entry('F32', [1], [0, 4]), floats(1, 2)), /4 bytes after/],
    ['a hole', file(entry('U8', [1], [1, 2]), new Uint8Array(2)), /belong to no tensor/],
    [
      'an overlap',
      file(
        {
          a: { dtype: 'U8', shape: [2], data_offsets: [0, 2] },
          b: { dtype: 'U8', shape: [2], data_offsets: [1, 3] },
        },
        new Uint8Array(3),
      ),
      /inside the tensor before/,
    ],
    [
      'a name that stands twice, once escaped',
      file(
        '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\\u0061":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}',
        new Uint8Array(1),
      ),
      /name "a" twice/,
    ],
  ])('%s', async (_, bytes, message) => {
    await expectCheckpointError(() => open(bytes), message);
  });
});

describe('writing', () => {
  const tensors: [string, TensorData][] = [
    ['norm', { dtype: 'F32', shape: [3], bytes: floats(1, 2, 3) }],
    ['weight', { dtype: 'I8', shape: [1, 5], bytes: new Uint8Array([1, 2, 3, 4, 5]) }],
    ['10', { dtype: 'F32', shape: [], bytes: floats(9) }],
    ['empty', { dtype: 'F32', shape: [0, 4], bytes: new Uint8Array(0) }],
  ];

  test('is read back, whatever the order of the tensors, as the same bytes', async () => {
    const bytes = encodeSafetensors(new Map(tensors), { b: '1', a: 'ä' });
    expect(encodeSafetensors(new Map([...tensors].reverse()), { a: 'ä', b: '1' })).toEqual(bytes);
    const source = await open(bytes);
    expect(source.tensors.size).toBe(4);
    for (const [name, { dtype, shape, bytes: data }] of tensors) {
      expect(source.tensors.get(name)).toEqual({ name, dtype, shape });
      expect(await source.read(name)).toEqual(data);
    }
  });

  test('puts the data at a multiple of 64', () => {
    const bytes = encodeSafetensors(new Map(tensors));
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true) + 8n) % 64).toBe(0);
  });

  test('refuses bytes that are not the shape’s', async () => {
    const bad: TensorData = { dtype: 'F32', shape: [2], bytes: floats(1) };
    await expectCheckpointError(
      () => encodeSafetensors(new Map([['x', bad]])),
      /tensor "x": 4 bytes/,
    );
  });
});
