import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { messageFields } from '../src/checkpoint/onnx/protobuf.ts';
import type { Random } from './checkpoint-support.ts';
import { below, damage, EXTREMES, pick } from './fuzz/bytes.ts';

/** Damage that knows protobuf: the rest is a message, and is mostly read to its end. */

interface Part {
  number: number;
  type: WireType;
  value: bigint;
  bytes: Uint8Array;
  /** Fields of a message; null for other values. */
  parts: Part[] | null;
}

/** Paths of field numbers to the message fields of onnx.proto3. Attributes and links end the tree. */
const MESSAGES = new Set(['7', '7.1', '7.5', '7.1.5', '7.5.13']);

function parse(bytes: Uint8Array, path = ''): Part[] {
  return [...messageFields(bytes)].flatMap((field) => {
    if (field === null) return [];
    const { number, type, value, start, end } = field;
    const content = bytes.slice(start, end);
    const here = path === '' ? String(number) : `${path}.${number}`;
    const parts = MESSAGES.has(here) ? parse(content, here) : null;
    return [{ number, type, value: BigInt(Math.trunc(value)), bytes: content, parts }];
  });
}

function write(parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  for (const { number, type, value, bytes, parts: inner } of parts) {
    writer.tag(number, type);
    if (type === WireType.Varint) writer.uint64(BigInt.asUintN(64, value));
    else if (type === WireType.LengthDelimited) writer.bytes(inner === null ? bytes : write(inner));
    else writer.raw(bytes);
  }
  return writer.finish();
}

const TEXTS: readonly string[] = [
  ...['', '.', '../..', '/', 'a/b', 'C:\\', '\0', '__proto__', 'shared.weight', 'v0', 'v1', 'v2'],
  ...['MatMul', 'Gemm', 'Gather', 'Identity', 'Transpose', 'DequantizeLinear', 'Cast', 'Mul'],
  ...[
    '-1',
    '9'.repeat(16),
    '9007199254740993',
    'location',
    'offset',
    'length',
    'long '.repeat(900),
  ],
];

/** Edits one to three fields at any depth. */
export function damageOnnx(original: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  if (random() < 0.2) return damage(original, random);
  const root = parse(original);
  for (let edits = 1 + below(random, 3); edits > 0; edits--) {
    let list = root;
    let part = pick(random, list);
    // Descends often, because a graph's nodes and tensors make up most of the file.
    while (part.parts !== null && part.parts.length > 0 && random() < 0.85) {
      list = part.parts;
      part = pick(random, list);
    }
    edit(list, part, random);
    if (root.length === 0) break;
  }
  return write(root);
}

function edit(list: Part[], part: Part, random: Random): void {
  const at = list.indexOf(part);
  switch (below(random, 6)) {
    case 0:
      list.splice(at, 1);
      break;
    case 1:
      list.splice(below(random, list.length), 0, structuredClone(part));
      break;
    case 2: {
      const other = pick(random, list);
      [part.bytes, part.value, other.bytes, other.value] = [
        ...([other.bytes, other.value, part.bytes, part.value] as const),
      ];
      [part.parts, other.parts] = [other.parts, part.parts];
      break;
    }
    case 3:
      part.number = 1 + below(random, 20);
      break;
    default:
      if (part.type === WireType.Varint) part.value = pick(random, [...EXTREMES, 2n, 3n, 4n, 16n]);
      else if (part.parts === null) {
        part.bytes =
          random() < 0.5
            ? damage(part.bytes, random)
            : new TextEncoder().encode(pick(random, TEXTS));
      } else part.parts.reverse();
  }
}
