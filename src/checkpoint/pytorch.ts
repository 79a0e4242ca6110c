import { CheckpointError } from './errors.ts';
import type { ByteSource, TensorSource } from './types.ts';

export async function openPyTorch(source: ByteSource, signal?: AbortSignal): Promise<TensorSource> {
  signal?.throwIfAborted();
  throw new CheckpointError('cannot be read yet', { file: source.name });
}
