/** The engine's errors, as they leave its workers. */
import { expect, test } from 'vitest';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { StorageError } from '../model-folder/model-store.ts';
import { fromWire, toWire } from '../workers/errors.ts';
import { EngineError } from './errors.ts';
import { ENGINE_ERRORS } from './protocol.ts';

const cross = (error: unknown) => fromWire(structuredClone(toWire(error)), ENGINE_ERRORS);

test.each([
  new CheckpointError('is missing', { file: 'a/model.bin' }),
  new CheckpointError('has 3 bytes, not 4', { file: 'a/model.bin', tensor: 'shared.weight' }),
])('a CheckpointError keeps its class, message, file and tensor', (error) => {
  const received = cross(error);
  expect(received).toBeInstanceOf(CheckpointError);
  expect(received).toMatchObject({
    name: 'CheckpointError',
    message: error.message,
    file: error.file,
    tensor: error.tensor,
  });
});

test.each([new EngineError('no device'), new StorageError('the disk is full')])(
  'a class with nothing of its own keeps its class, name, message and stack: %s',
  (error) => {
    const received = cross(error);
    expect(received).toBeInstanceOf(error.constructor);
    expect({ ...received }).toEqual({ ...error });
    expect(received.message).toBe(error.message);
    expect(received.stack).toBe(error.stack);
    expect(String(received)).toBe(String(error));
  },
);
