/** Reads declared tensors (declare.ts) out of a checkpoint's file. */
import type { RowRange, TensorSource } from '../checkpoint/types.ts';
import type { DeclaredTensor, SourceTensor } from './declare.ts';
import { release } from './release.ts';
import type { CanonicalTensor } from './tensors.ts';

/** Prefixes that savers put before the encoder's names, besides a family's own. */
const PREFIXES = ['model.', 'transformer.', 'auto_model.'];

export class TensorReader {
  readonly #source: TensorSource;
  readonly #prefixes: readonly string[];
  readonly #signal: AbortSignal | undefined;

  /** @param prefixes Prefixes of the family's own, which savers put before its names. */
  constructor(source: TensorSource, prefixes: readonly string[], signal?: AbortSignal) {
    this.#source = source;
    this.#prefixes = ['', ...prefixes, ...PREFIXES];
    this.#signal = signal;
  }

  /** @throws CheckpointError if a part is missing, of another shape, or not of a float type. */
  async read(declared: DeclaredTensor): Promise<CanonicalTensor> {
    const { name, role, parts } = declared;
    if (role === 'matrix' || role === 'dense') {
      const width = parts.reduce((sum, { shape }) => sum + shape[0]!, 0);
      const rows = parts[0]!.shape[1]!;
      return { name, role, shape: [rows, width], values: await this.#matrix(parts, rows, width) };
    }
    const [values, shape] = await this.#vector(parts);
    if (declared.firstRowOf !== undefined) await this.#addFirstRow(values, declared.firstRowOf);
    return { name, role, shape, values };
  }

  /** Reads rows of a one-part tensor, as the checkpoint has them. */
  rows({ from, shape }: SourceTensor, rows: RowRange): Promise<Float32Array<ArrayBuffer>> {
    return this.#source.readFloat32(this.#find(from), shape, this.#signal, rows);
  }

  #floats({ from, shape }: SourceTensor): Promise<Float32Array<ArrayBuffer>> {
    return this.#source.readFloat32(this.#find(from), shape, this.#signal);
  }

  async #matrix(
    parts: readonly SourceTensor[],
    rows: number,
    width: number,
  ): Promise<Float32Array<ArrayBuffer>> {
    const values = new Float32Array(rows * width);
    const sizes = parts.map(({ shape }) => shape[0]!);
    const offsets = sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0));
    await Promise.all(
      parts.map(async (source, i) => {
        const part = await this.#floats(source);
        transposeInto(values, width, offsets[i]!, part, sizes[i]!, rows);
        release(part);
      }),
    );
    return values;
  }

  async #vector(
    parts: readonly SourceTensor[],
  ): Promise<[Float32Array<ArrayBuffer>, readonly number[]]> {
    const read = await Promise.all(parts.map((part) => this.#floats(part)));
    if (read.length === 1) return [read[0]!, parts[0]!.shape];
    const values = new Float32Array(read.reduce((sum, { length }) => sum + length, 0));
    let offset = 0;
    for (const part of read) {
      values.set(part, offset);
      offset += part.length;
    }
    return [values, [values.length]];
  }

  async #addFirstRow(values: Float32Array, source: SourceTensor): Promise<void> {
    const rows = await this.#floats(source);
    const width = source.shape[1]!;
    for (let i = 0; i < values.length; i++) values[i]! += rows[i % width]!;
  }

  #find(names: readonly string[]): string {
    for (const name of names) {
      for (const prefix of this.#prefixes) {
        if (this.#source.tensors.has(prefix + name)) return prefix + name;
      }
    }
    // Reading the plain name makes the source report which tensor is missing.
    return names[0]!;
  }
}

/** Tile size: square tiles keep both sides in the processor's cache: several times faster than row by row. */
const TILE = 32;

/** Writes `part` [rows, columns] as columns `offset` … of `values` [columns, width]. */
function transposeInto(
  values: Float32Array,
  width: number,
  offset: number,
  part: Float32Array,
  rows: number,
  columns: number,
): void {
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(top + TILE, rows);
    for (let left = 0; left < columns; left += TILE) {
      const right = Math.min(left + TILE, columns);
      for (let column = left; column < right; column++) {
        for (let row = top; row < bottom; row++) {
          values[column * width + offset + row] = part[row * columns + column]!;
        }
      }
    }
  }
}
