/** Reads training/goldens: vectors of small checkpoints from the published package. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePairs } from '../src/cli/pairs.ts';
import type { Precision } from '../src/encoders/quantise.ts';
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

/** Tolerances by precision; the difference is relative to the row's length (1, or Dense's). */
const TOLERANCE: Record<Precision, { cosine: number; difference: number }> = {
  fp32: { cosine: 0.999999, difference: 2e-5 },
  int8: { cosine: 0.9995, difference: Number.POSITIVE_INFINITY },
  // 4 bits are too coarse for so small a model; the self-check proves that a device computes what was stored.
  int4: { cosine: 0.94, difference: Number.POSITIVE_INFINITY },
};

/** What a model made of golden rows, with the rows' own places. */
interface Answers {
  readonly vectors: readonly ArrayLike<number>[];
  readonly tokens: ArrayLike<number>;
  readonly masked: ArrayLike<number>;
  /** 1 for a text that was cut. */
  readonly truncated: ArrayLike<number>;
}

/** Rows that differ from the package, with their faults, and a line about the largest differences. */
export function compareWithGolden(
  rows: readonly GoldenRow[],
  answers: Answers,
  precision: Precision,
): { readonly wrong: readonly string[]; readonly summary: string } {
  const worst = { cosine: 1, difference: 0 };
  const wrong = rows.flatMap((row, index) => {
    const faults = [...countFaults(row, answers, index), ...vectorFaults(row, index)];
    const pair = JSON.stringify(row.pair).slice(0, 90);
    return faults.length === 0 ? [] : [`${index} ${pair}: ${faults.join(', ')}`];
  });
  const summary = `${rows.length} pairs, worst cosine ${worst.cosine.toFixed(7)}, max|Δ| ${worst.difference.toExponential(1)}`;
  return { wrong, summary };

  function vectorFaults({ vector: expected }: GoldenRow, index: number): string[] {
    const vector = answers.vectors[index]!;
    const length = Math.hypot(...expected);
    if (length === 0) {
      return Array.from(vector).every((x) => x === 0) ? [] : ['must be a zero vector'];
    }
    const similarity = cosine(vector, expected);
    const difference = maxDifference(vector, expected) / length;
    worst.cosine = Math.min(worst.cosine, similarity);
    worst.difference = Math.max(worst.difference, difference);
    const tolerance = TOLERANCE[precision];
    // The negations make NaN fail too.
    return [
      ...(!(similarity >= tolerance.cosine) ? [`cosine ${similarity}`] : []),
      ...(!(difference <= tolerance.difference) ? [`max|Δ| ${difference}`] : []),
    ];
  }
}

function countFaults(row: GoldenRow, answers: Answers, index: number): string[] {
  const found = [answers.tokens[index], answers.masked[index], answers.truncated[index] === 1];
  const expected = [row.tokens, row.masked, row.truncated];
  return ['tokens', 'masked', 'truncated'].flatMap((what, i) =>
    found[i] === expected[i] ? [] : [`${what} ${found[i]}, not ${expected[i]}`],
  );
}
