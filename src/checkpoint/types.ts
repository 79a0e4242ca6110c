/**
 * The interfaces through which a checkpoint is read. Every reader of bytes (HTTP with Range, a local File, OPFS, a Node
 * file, memory) is a `ByteSource`; every holder of tensors (safetensors, PyTorch zip) is a `TensorSource`. Model code
 * sees only these.
 */

/** Tensor element types, in safetensors' spelling. */
export type DType = 'F64' | 'F32' | 'F16' | 'BF16' | 'I64' | 'I32' | 'I16' | 'I8' | 'U8' | 'BOOL';

/** Random access to the bytes of one file. */
export interface ByteSource {
  /** Name for messages: a path or URL. */
  readonly name: string;
  /** Length in bytes. */
  readonly size: number;
  /**
   * Reads bytes `[start, end)`. The result has exactly `end - start` bytes and is the caller's to keep.
   * @throws CheckpointError if the range lies outside the file or the source gave fewer bytes.
   */
  read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** A folder of files in sentence-transformers layout, wherever it lies. */
export interface ModelFolder {
  /** Name for messages: the folder's path, URL or name. */
  readonly label: string;
  /** Paths of all files, where they can be listed. */
  readonly paths?: readonly string[];
  /** Opens the file at a path relative to the folder ("1_Pooling/config.json"); null if it is absent. */
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

/** Named tensors, read one at a time, whole or by rows. */
export interface TensorSource {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /** Whether rows can be read without the rest of their tensor. */
  readonly byRows: boolean;
  /**
   * Reads a tensor's raw little-endian bytes, row-major, contiguous.
   * @throws CheckpointError if the tensor is missing, or has no such rows.
   */
  read(name: string, signal?: AbortSignal, rows?: RowRange): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Reads a tensor as 32-bit floats, converted from F32, F16, BF16 or F64.
   * @param shape Shape of the whole tensor, whatever rows are read.
   * @throws CheckpointError if it is missing, not a float type, not of the given shape, or has no such rows.
   */
  readFloat32(
    name: string,
    shape: readonly number[],
    signal?: AbortSignal,
    rows?: RowRange,
  ): Promise<Float32Array<ArrayBuffer>>;
}
