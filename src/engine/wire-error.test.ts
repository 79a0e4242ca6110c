import { expect, test } from 'vitest';
import { CheckpointError } from '../checkpoint/errors.ts';
import { StorageError } from '../storage/model-store.ts';
import { EngineError } from './errors.ts';
import { fromWire, toWire } from './wire-error.ts';

const cross = (error: unknown) => fromWire(structuredClone(toWire(error)));

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

test('an EngineError keeps its class and message', () => {
  const received = cross(new EngineError('no device'));
  expect(received).toBeInstanceOf(EngineError);
  expect(received.message).toBe('no device');
});

test('a StorageError keeps its class and message', () => {
  const received = cross(new StorageError('the disk is full'));
  expect(received).toBeInstanceOf(StorageError);
  expect(received.message).toBe('the disk is full');
});

test('a cancellation stays an AbortError', () => {
  const received = cross(new DOMException('The call was cancelled', 'AbortError'));
  expect(received).toBeInstanceOf(DOMException);
  expect(received).toMatchObject({ name: 'AbortError', message: 'The call was cancelled' });
});

test.each([
  [new RangeError('Array buffer allocation failed'), 'Array buffer allocation failed'],
  ['a string', 'a string'],
])('anything else arrives as an EngineError with its message', (thrown, message) => {
  const received = cross(thrown);
  expect(received).toBeInstanceOf(EngineError);
  expect(received.message).toBe(message);
});
