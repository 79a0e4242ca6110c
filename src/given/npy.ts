/**
 * NumPy's file of one array, versions 1 to 3: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * Its head is read here, and not by npyjs, which takes a whole file into memory and checks neither length nor order.
 */
import type { ByteSource } from '../checkpoint/types.ts';
import { DataError } from '../lib/data-error.ts';
import { isolated } from '../lib/isolate.ts';

/** Most bytes of a head: those of plain arrays have 118. */
const MOST_HEAD = 65_536;
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;
const DTYPES = { '<f4': 'F32', '<f8': 'F64', '<f2': 'F16' } as const;

export interface NpyArray {
  readonly dtype: (typeof DTYPES)[keyof typeof DTYPES];
  readonly count: number;
  readonly dim: number;
  /** Place of the first value. */
  readonly start: number;
}

export async function isNpy(source: ByteSource): Promise<boolean> {
  if (source.size < 12) return false;
  const start = await source.read(0, MAGIC.length);
  return MAGIC.every((byte, i) => start[i] === byte);
}

/** @throws DataError that says what is wrong with the array. */
export async function openNpy(source: ByteSource): Promise<NpyArray> {
  const name = isolated(source.name);
  const first = await source.read(0, 12);
  const view = new DataView(first.buffer);
  const wide = first[6]! >= 2;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const start = (wide ? 12 : 10) + length;
  if (length > MOST_HEAD || start > source.size) {
    throw new DataError(`${name} is a NumPy file whose head is damaged: save it again.`);
  }
  const head = new TextDecoder('latin1').decode(await source.read(wide ? 12 : 10, start));
  const descr = /'descr':\s*'([^']*)'/.exec(head)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/.exec(head)?.[1];
  if (descr === undefined || shape === undefined) {
    throw new DataError(
      `${name} does not hold one array of numbers: save the vectors with numpy.save("vectors.npy", vectors.astype("float32")).`,
    );
  }
  if (!Object.hasOwn(DTYPES, descr)) {
    throw new DataError(
      `${name} holds values of the type ${isolated(descr.slice(0, 40))}; expected float32, float64 or float16, little-endian. Save vectors.astype("<f4").`,
    );
  }
  const sizes = shape.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part)]));
  const [count, dim] = sizes;
  if (sizes.length !== 2 || !sizes.every(Number.isSafeInteger) || !count || !dim) {
    throw new DataError(
      `${name} has the shape [${sizes.join(', ')}]; expected [texts, values], a row for each text.`,
    );
  }
  if (/'fortran_order':\s*True/.test(head)) {
    throw new DataError(
      `${name} stores its columns one after the other; expected rows. Save numpy.ascontiguousarray(vectors).`,
    );
  }
  const dtype = DTYPES[descr as keyof typeof DTYPES];
  const bytes = { F32: 4, F64: 8, F16: 2 }[dtype] * count * dim;
  if (source.size - start !== bytes) {
    throw new DataError(
      `${name} should have ${bytes.toLocaleString('en')} bytes of values for the shape [${count}, ${dim}], and has ${(source.size - start).toLocaleString('en')}: it is cut. Copy it again.`,
    );
  }
  return { dtype, count, dim, start };
}
