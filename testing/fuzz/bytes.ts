import type { Random } from '../checkpoint-support.ts';

/** Damages bytes and JSON without knowing their meaning. */

export const pick = <T>(random: Random, values: readonly T[]): T =>
  values[Math.floor(random() * values.length)]!;

export const below = (random: Random, end: number): number => Math.floor(random() * end);

/** Sizes and offsets that break readers: around 2^31, 2^32, 2^53 and 2^63. */
export const EXTREMES: readonly bigint[] = [
  ...[0n, 1n, 7n, 8n, 0x7fn, 0x80n, 0xffn, 0x7fffn, 0xffffn, 0x10000n],
  ...[31n, 32n, 53n, 63n].flatMap((power) => [2n ** power - 1n, 2n ** power, 2n ** power + 1n]),
  2n ** 64n - 8n,
  2n ** 64n - 1n,
];

/** Sets `width` bytes at `at` to an extreme number, as little-endian. */
export function setExtreme(bytes: Uint8Array, at: number, width: number, random: Random): void {
  setNumber(bytes, at, width, pick(random, EXTREMES));
}

export function setNumber(bytes: Uint8Array, at: number, width: number, value: bigint): void {
  for (let i = 0; i < width && at + i < bytes.length; i++) {
    bytes[at + i] = Number((value >> BigInt(8 * i)) & 0xffn);
  }
}

export function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    out.set(part, position);
    position += part.length;
  }
  return out;
}

/** Makes one to four edits: flips or sets bytes, makes numbers extreme, cuts, doubles, moves or fills runs. */
export function damage(original: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(original);
  for (let edits = 1 + below(random, 4); edits > 0 && bytes.length > 16; edits--) {
    const start = Math.min(below(random, bytes.length), bytes.length - 8);
    const end = Math.min(bytes.length, start + Math.floor(random() ** 3 * 200));
    switch (below(random, 8)) {
      case 0:
        bytes[start]! ^= 1 << below(random, 8);
        break;
      case 1:
        bytes[start] = below(random, 256);
        break;
      case 2:
        setExtreme(bytes, start, pick(random, [2, 4, 8]), random);
        break;
      case 3:
        bytes = bytes.slice(0, below(random, bytes.length + 1));
        break;
      case 4:
        bytes = join(bytes.subarray(0, start), bytes.subarray(end));
        break;
      case 5:
        bytes = join(bytes.subarray(0, end), bytes.subarray(start));
        break;
      case 6:
        bytes.fill(pick(random, [0, 0x20, 0x5b, 0xff]), start, end);
        break;
      default:
        bytes.copyWithin(below(random, bytes.length - 8), start, end);
    }
  }
  return bytes;
}

const VALUES: readonly unknown[] = [
  ...[null, true, false, -1, 0, 0.5, 2, 1e308, -0, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, 1 << 20],
  ...[
    '',
    '.',
    '..',
    '../..',
    '/',
    'a/b',
    'C:\\',
    '\0',
    '__proto__',
    'constructor',
    'F32',
    't5',
    'long '.repeat(1000),
  ],
  ...[
    [],
    {},
    [[]],
    [2 ** 31, 2 ** 31],
    [2 ** 53],
    [0, 2 ** 53],
    Array.from({ length: 40 }, () => 2),
  ],
];

/** Replaces a value or a name in JSON that stays well formed. */
export function damageJson(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.05) return pick(random, VALUES);
  const copy: unknown = structuredClone(value);
  const keys = Object.keys(copy as object);
  if (keys.length === 0) return pick(random, VALUES);
  const key = pick(random, keys);
  const fields = copy as Record<string, unknown>;
  if (random() < 0.1) {
    const names = ['__proto__', 'constructor', '0', '', 'long '.repeat(1000), pick(random, keys)];
    const name = pick(random, names);
    Object.defineProperty(fields, name, {
      value: fields[key],
      enumerable: true,
      configurable: true,
    });
  } else if (random() < 0.15) {
    delete fields[key];
  } else {
    fields[key] = damageJson(fields[key], random);
  }
  return copy;
}

/** Damage that only text can have: depth, repeated names, absurd numbers and strings. */
export function damageJsonText(text: string, random: Random): string {
  const at = below(random, text.length + 1);
  const insert = (piece: string) => text.slice(0, at) + piece + text.slice(at);
  switch (below(random, 8)) {
    case 0:
      return insert(pick(random, ['[', '{"a":', '"', '[[{"a":[']).repeat(1 + below(random, 5000)));
    case 1: {
      const [field] = /"[^"]*":\s*[^,{}[\]]+/.exec(text) ?? ['"a":1'];
      return text.replace(/([{,])/, `$1${field},${field},`);
    }
    case 2:
      return text.replace(/\d+/, () => '9'.repeat(1 + below(random, 400)));
    case 3:
      return text.replace(/\d+/, () =>
        pick(random, ['1e999', '-1', '1e-999', '0.1e1', '01', '-0', '9007199254740993']),
      );
    case 4:
      return insert(
        pick(random, ['\uFEFF', '\u0000', '\u2028', '\\', '\\u0000', '\\ud800', '<!doctype html>']),
      );
    case 5:
      return `${pick(random, ['\uFEFF', ' '.repeat(5000), '<html>', '\n\n'])}${text}`;
    case 6:
      return text.slice(0, at);
    default:
      return text.replace(
        /"([^"]*)"/,
        (_, word: string) => `"${word.repeat(1 + below(random, 200))}\\"`,
      );
  }
}
