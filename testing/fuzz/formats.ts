import type { Random } from '../checkpoint-support.ts';
import { fields, TorchZip } from '../synthetic/torch-zip.ts';
import {
  below,
  damage,
  damageJson,
  damageJsonText,
  join,
  pick,
  setExtreme,
  setNumber,
} from './bytes.ts';

/** Damage that knows the format, so that more of a file is read than its first bytes. */

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Damages the header's values, text or length. */
export function damageSafetensors(original: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const view = new DataView(original.buffer, original.byteOffset);
  const end = 8 + Number(view.getBigUint64(0, true));
  const header = decode(original.subarray(8, end));
  const data = original.subarray(end);
  const framed = (text: string) => {
    const json = encode(text);
    return join(fields('Q', [json.length]), json, data);
  };
  switch (below(random, 6)) {
    case 0:
      return damage(original, random);
    case 1: {
      const bytes = new Uint8Array(original);
      setExtreme(bytes, 0, 8, random);
      return bytes;
    }
    case 2:
      return framed(damageJsonText(header, random));
    case 3: {
      // Overlaps two tensors, or leaves a hole.
      const offsets = [...header.matchAll(/"data_offsets":\[(\d+),(\d+)\]/g)];
      const [from, to] = [pick(random, offsets), pick(random, offsets)];
      return framed(header.replace(from[0], to[0]));
    }
    default: {
      let value: unknown = JSON.parse(header);
      for (let edits = 1 + below(random, 2); edits > 0; edits--) value = damageJson(value, random);
      return framed(JSON.stringify(value) ?? '');
    }
  }
}

/** An archive in torch.save's layout. */
export async function torchZip(
  entries: readonly (readonly [path: string, bytes: Uint8Array])[],
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  const zip = new TorchZip((bytes) => void parts.push(bytes.slice()));
  for (const [path, bytes] of entries) await zip.add(path, [bytes]);
  await zip.finish();
  return join(...parts);
}

/** PK signatures with the places and widths of their fields (APPNOTE.TXT 4.3). */
const ZIP_FIELDS: Readonly<Record<number, readonly (readonly [at: number, width: number])[]>> = {
  67324752: [
    [4, 2],
    [6, 2],
    [8, 2],
    [14, 4],
    [18, 4],
    [22, 4],
    [26, 2],
    [28, 2],
  ],
  33639248: [
    [6, 2],
    [8, 2],
    [10, 2],
    [16, 4],
    [20, 4],
    [24, 4],
    [28, 2],
    [30, 2],
    [32, 2],
    [42, 4],
  ],
  101075792: [
    [4, 8],
    [16, 4],
    [20, 4],
    [24, 8],
    [32, 8],
    [40, 8],
    [48, 8],
  ],
  117853008: [
    [4, 4],
    [8, 8],
    [16, 4],
  ],
  101010256: [
    [4, 2],
    [6, 2],
    [8, 2],
    [10, 2],
    [12, 4],
    [16, 4],
    [20, 2],
  ],
};

function findRecords(bytes: Uint8Array): { readonly at: number; readonly signature: number }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: { at: number; signature: number }[] = [];
  for (let at = 0; at + 4 <= bytes.length; at++) {
    const signature = view.getUint32(at, true);
    if (signature in ZIP_FIELDS) records.push({ at, signature });
  }
  return records;
}

/** Damages an archive: extreme fields, fields of other records, added zip64 fields, doubled records. */
export function damageZip(original: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(original);
  for (let edits = 1 + below(random, 3); edits > 0; edits--) {
    const records = findRecords(bytes);
    const directory = records.filter(({ signature }) => signature === 0x02014b50);
    if (directory.length === 0) return damage(bytes, random);
    const { at, signature } = pick(random, records);
    const [offset, width] = pick(random, ZIP_FIELDS[signature]!);
    switch (below(random, 6)) {
      case 0:
      case 1:
        setExtreme(bytes, at + offset, width, random);
        break;
      case 2: {
        // Points to another record: entries overlap, or a directory begins within the data.
        const other = pick(random, records);
        setNumber(bytes, at + offset, width, BigInt(other.at));
        break;
      }
      case 3:
        bytes = withZip64(bytes, pick(random, directory).at, random);
        break;
      case 4: {
        // Repeats a name.
        const [one, two] = [pick(random, directory).at, pick(random, directory).at];
        bytes.copyWithin(one + 46, two + 46, two + 46 + (bytes[two + 28] ?? 0));
        break;
      }
      default:
        return damage(bytes, random);
    }
  }
  return bytes;
}

/** Adds a zip64 field with extreme sizes and offset to a directory entry. */
function withZip64(bytes: Uint8Array, entry: number, random: Random): Uint8Array<ArrayBuffer> {
  const count = below(random, 4);
  const values = Array.from({ length: count }, () => {
    const value = new Uint8Array(8);
    setExtreme(value, 0, 8, random);
    return value;
  });
  const length = random() < 0.2 ? below(random, 0x10000) : 8 * count;
  const extra = join(fields('HH', [1, length]), ...values);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const nameEnd = Math.min(bytes.length, entry + 46 + view.getUint16(entry + 28, true));
  const out = join(bytes.subarray(0, nameEnd), extra, bytes.subarray(nameEnd));
  setNumber(out, entry + 30, 2, BigInt(extra.length + view.getUint16(entry + 30, true)));
  for (const field of [20, 24, 42]) {
    if (random() < 0.7) setNumber(out, entry + field, 4, 0xffffffffn);
  }
  for (const { at, signature } of findRecords(out)) {
    // The longer directory moves everything after it back.
    const outView = new DataView(out.buffer);
    if (signature === 0x06064b50 && at + 48 <= out.length) {
      setNumber(out, at + 40, 8, outView.getBigUint64(at + 40, true) + BigInt(extra.length));
    } else if (signature === 0x06054b50 && at + 16 <= out.length) {
      setNumber(out, at + 12, 4, BigInt(outView.getUint32(at + 12, true) + extra.length));
    } else if (signature === 0x07064b50 && at + 16 <= out.length) {
      setNumber(out, at + 8, 8, outView.getBigUint64(at + 8, true) + BigInt(extra.length));
    }
  }
  return out;
}
