/** Errors across a worker boundary, as their own classes on the other side. */
import { CheckpointError } from '../checkpoint/errors.ts';
import { StorageError } from '../storage/model-store.ts';
import { EngineError } from './errors.ts';

export interface WireError {
  readonly name: string;
  readonly message: string;
  /** CheckpointError only; its message without the file and tensor in front. */
  readonly checkpoint?: { readonly file: string; readonly tensor: string | undefined };
}

export function toWire(error: unknown): WireError {
  if (error instanceof CheckpointError) {
    const { file, tensor, name, message } = error;
    return { name, message, checkpoint: { file, tensor } };
  }
  if (error instanceof Error || error instanceof DOMException) {
    return { name: error.name, message: error.message };
  }
  return { name: 'Error', message: String(error) };
}

export function fromWire({ name, message, checkpoint }: WireError): Error {
  if (checkpoint !== undefined) {
    const { file, tensor } = checkpoint;
    const place = tensor === undefined ? `${file}: ` : `${file}: tensor "${tensor}": `;
    return new CheckpointError(message.slice(place.length), checkpoint);
  }
  if (name === 'StorageError') return new StorageError(message);
  if (name === 'AbortError') return new DOMException(message, 'AbortError');
  return new EngineError(message);
}
