import { expect, test } from 'vitest';
import { fromWire, RemoteError, toWire } from './errors.ts';

class LeakError extends Error {
  override readonly name = 'LeakError';
  readonly litres: number;

  constructor(message: string, litres: number, options?: ErrorOptions) {
    super(`a leak: ${message}`, options);
    this.litres = litres;
  }
}

const cross = (error: unknown) => fromWire(structuredClone(toWire(error)), { LeakError });

test('a registered error keeps its class and fields; its constructor is not called again', () => {
  const error = new LeakError('below', 2);
  const received = cross(error);
  expect(received).toBeInstanceOf(LeakError);
  expect(received).toMatchObject({ name: 'LeakError', message: 'a leak: below', litres: 2 });
  expect(received.stack).toBe(error.stack);
});

test('a cancellation stays an AbortError', () => {
  const received = cross(new DOMException('The call was cancelled', 'AbortError'));
  expect(received).toBeInstanceOf(DOMException);
  expect(received).toMatchObject({ name: 'AbortError', message: 'The call was cancelled' });
});

test('a built-in error keeps its class', () => {
  const received = cross(new RangeError('Array buffer allocation failed'));
  expect(received).toBeInstanceOf(RangeError);
  expect(received.message).toBe('Array buffer allocation failed');
  expect(Object.keys(received)).toEqual([]);
});

test.each([
  ['a string', 'string', 'a string'],
  [Object.assign(new Error('odd'), { name: 'constructor' }), 'constructor', 'odd'],
])('anything else arrives as a RemoteError with its name and message', (thrown, name, message) => {
  const received = cross(thrown);
  expect(received).toBeInstanceOf(RemoteError);
  expect(received).toMatchObject({ name: 'RemoteError', remoteName: name, message });
});

test('causes cross, errors as their own class and other values as they are', () => {
  const cause = new LeakError('is cut', 4);
  const received = cross(new LeakError('no', 1, { cause: new TypeError('x', { cause }) }));
  expect(received.cause).toBeInstanceOf(TypeError);
  expect((received.cause as Error).cause).toBeInstanceOf(LeakError);
  expect((received.cause as Error).cause).toMatchObject({ litres: 4 });
  expect(cross(new LeakError('no', 1, { cause: { code: 7 } })).cause).toEqual({ code: 7 });
});

test('an error that is its own cause crosses', () => {
  const error = new LeakError('round', 1);
  error.cause = error;
  expect(cross(error)).toMatchObject({ message: 'a leak: round' });
});
