/** Reads training/goldens: vectors of small checkpoints from the published package. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePairs } from '../src/cli/pairs.ts';
import type { Pair } from '../src/engine/types.ts';

export const GOLDENS = join(import.meta.dirname, '../training/goldens');

export interface GoldenRow {
  readonly pair: Pair;
  /** Vector from the package, in fp32; of length 1 if the folder normalises. */
  readonly vector: Float32Array;
  readonly tokens: number;
  readonly masked: number;
  readonly truncated: boolean;
}

export interface GoldenCase {
  readonly name: string;
  /** Rows of the pairs that the package accepts. */
  readonly rows: readonly GoldenRow[];
  /** Pairs that the package refuses (its row is NaN): any finite vector passes. */
  readonly refused: readonly Pair[];
}

/** Names of the cases that include their checkpoint. */
export function goldenCases(): string[] {
  return readdirSync(GOLDENS).filter((name) => existsSync(join(GOLDENS, name, 'model')));
}

export function readGolden(name: string): GoldenCase {
  const folder = join(GOLDENS, name);
  const own = join(folder, 'pairs.jsonl');
  const file = existsSync(own) ? own : join(GOLDENS, 'pairs.jsonl');
  const pairs = parsePairs(file, readFileSync(file, 'utf8'));
  const vectors = readNpy(join(folder, 'vectors.npy'));
  const counts: {
    tokens: (number | null)[];
    masked: (number | null)[];
    truncated: (boolean | null)[];
  } = JSON.parse(readFileSync(join(folder, 'counts.json'), 'utf8'));
  if (vectors.length !== pairs.length) {
    throw new Error(`${name}: ${vectors.length} vectors for ${pairs.length} pairs`);
  }
  const rows: GoldenRow[] = [];
  const refused: Pair[] = [];
  for (const [index, pair] of pairs.entries()) {
    const vector = vectors[index]!;
    if (vector.some(Number.isNaN)) refused.push(pair);
    else {
      rows.push({
        pair,
        vector,
        tokens: counts.tokens[index]!,
        masked: counts.masked[index]!,
        truncated: counts.truncated[index]!,
      });
    }
  }
  return { name, rows, refused };
}

/** Rows of a 2-D little-endian float32 array in C order (NumPy's .npy, versions 1 to 3). */
export function readNpy(file: string): Float32Array[] {
  const bytes = readFileSync(file);
  if (bytes.toString('latin1', 0, 6) !== '\x93NUMPY') throw new Error(`${file} is not a .npy file`);
  const wide = bytes[6]! >= 2;
  const start = wide ? 12 : 10;
  const end = start + (wide ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  const header = bytes.toString('latin1', start, end);
  const match = /'descr': '<f4', 'fortran_order': False, 'shape': \((\d+), (\d+)\)/.exec(header);
  if (match === null) throw new Error(`${file}: expected float32 [n, dim], found ${header}`);
  const [count, dim] = [Number(match[1]), Number(match[2])];
  if (bytes.byteLength !== end + count * dim * 4) throw new Error(`${file} is cut short`);
  return Array.from({ length: count }, (_, row) =>
    Float32Array.from({ length: dim }, (_, i) => bytes.readFloatLE(end + (row * dim + i) * 4)),
  );
}

/** Cosine of two rows; NaN if either is not finite. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  return dot / Math.sqrt(aa * bb);
}

/** Largest difference of two rows; NaN if either is not finite. */
export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.NaN;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (Number.isNaN(difference)) return Number.NaN;
    largest = Math.max(largest, difference);
  }
  return largest;
}
