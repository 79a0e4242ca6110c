/**
 * The shapes of what a checkpoint is read through. Everything that reads bytes (HTTP with Range,
 * a local File, OPFS, a Node file, memory) is a `ByteSource`; everything that holds tensors
 * (safetensors, PyTorch zip) is a `TensorSource`. Model code sees only these.
 */

/** Tensor element types, in safetensors' spelling. */
export type DType = 'F64' | 'F32' | 'F16' | 'BF16' | 'I64' | 'I32' | 'I16' | 'I8' | 'U8' | 'BOOL';

/** Random access to the bytes of one file. */
export interface ByteSource {
  /** For messages: a path or URL. */
  readonly name: string;
  /** Length in bytes. */
  readonly size: number;
  /**
   * Bytes `[start, end)`. The result has exactly `end - start` bytes and is the caller's to keep.
   * @throws CheckpointError if the range lies outside the file or the source gave fewer bytes.
   */
  read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** A folder of files in sentence-transformers layout, wherever it lies. */
export interface ModelFolder {
  /** For messages: the folder's path, URL or name. */
  readonly label: string;
  /** The file at a path relative to the folder ("1_Pooling/config.json"), or null if it is absent. */
  open(path: string, signal?: AbortSignal): Promise<ByteSource | null>;
}

export interface TensorInfo {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** A run of a tensor's first dimension, `[start, end)`. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** Named tensors that are read one at a time, whole or by rows. */
export interface TensorSource {
  /** The file's name, for messages. */
  readonly name: string;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /** Whether rows are read without the rest of their tensor. */
  readonly byRows: boolean;
  /**
   * A tensor's raw little-endian bytes, row-major, contiguous.
   * @throws CheckpointError if the tensor is missing, or has no such rows.
   */
  read(name: string, signal?: AbortSignal, rows?: RowRange): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * A tensor as 32-bit floats, converted from F32, F16, BF16 or F64.
   * @param shape Of the whole tensor, whatever rows are read.
   * @throws CheckpointError if it is missing, not a float type, not of the given shape, or has no such rows.
   */
  readFloat32(
    name: string,
    shape: readonly number[],
    signal?: AbortSignal,
    rows?: RowRange,
  ): Promise<Float32Array<ArrayBuffer>>;
}
