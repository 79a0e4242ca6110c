import { describe, expect, test } from 'vitest';
import { delivered, setUp, TankError } from '../../testing/worker-boundary.ts';
import { RemoteError } from './errors.ts';
import { transfer } from './transfer.ts';

describe('calls', () => {
  test('every call has its own id, and gets its answer whichever ends first', async () => {
    const { connection, requests, holding } = setUp();
    const [a, b, c] = ['a', 'b', 'c'].map((key) => connection.call('hold', key));
    (await holding('c')).release();
    expect(await c).toBe('c done');
    (await holding('a')).release();
    expect(await a).toBe('a done');
    (await holding('b')).release();
    expect(await b).toBe('b done');
    expect(new Set(requests.map(({ id }) => id)).size).toBe(3);
  });

  test('progress comes in order, to its own call, and stops with the answer', async () => {
    const { connection, holding } = setUp();
    const seen: string[] = [];
    const calls = ['a', 'b'].map((key) =>
      connection.call('hold', key, { onProgress: (progress) => seen.push(`${key}${progress}`) }),
    );
    const [a, b] = [await holding('a'), await holding('b')];
    a.onProgress(1);
    b.onProgress(1);
    a.onProgress(2);
    a.release();
    await calls[0];
    a.onProgress(3);
    b.onProgress(2);
    await delivered(connection);
    expect(seen).toEqual(['a1', 'b1', 'a2', 'b2']);
    b.release();
    await calls[1];
  });

  test('a message that no call asked for arrives as an event', async () => {
    const events: string[] = [];
    const { connection, emit } = setUp({ onEvent: (event) => events.push(event) });
    emit('low');
    emit('empty');
    await delivered(connection);
    expect(events).toEqual(['low', 'empty']);
  });
});

describe('abort', () => {
  test('before the call: nothing is sent', async () => {
    const { connection, requests } = setUp();
    const reason = new DOMException('no longer wanted', 'AbortError');
    await expect(connection.call('hold', 'a', { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    await delivered(connection);
    expect(requests.map(({ kind }) => kind)).toEqual(['call']);
  });

  test('during the call: frees the caller at once, tells the handler, ignores late answers', async () => {
    const { connection, holding } = setUp();
    const controller = new AbortController();
    const seen: number[] = [];
    const call = connection.call('hold', 'a', {
      signal: controller.signal,
      onProgress: (progress) => seen.push(progress),
    });
    const other = connection.call('hold', 'b');
    const { signal, onProgress, release } = await holding('a');
    expect(signal.aborted).toBe(false);
    controller.abort();
    await expect(call).rejects.toBe(controller.signal.reason);
    await expect.poll(() => signal.aborted).toBe(true);
    expect(signal.reason).toMatchObject({ name: 'AbortError' });
    onProgress(1);
    release();
    await delivered(connection);
    expect(seen).toEqual([]);
    (await holding('b')).release();
    expect(await other).toBe('b done');
  });

  test('frees the caller even if the worker never listens', async () => {
    const { connection, port2 } = setUp();
    port2.onmessage = null;
    const controller = new AbortController();
    const call = connection.call('hold', 'a', { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('after the answer: nothing is sent', async () => {
    const { connection, requests } = setUp();
    const controller = new AbortController();
    await connection.call('echo', 1, { signal: controller.signal });
    controller.abort();
    await delivered(connection);
    expect(requests.map(({ kind }) => kind)).toEqual(['call', 'call']);
  });

  test('an abort that comes after the end leaves the handler alone', async () => {
    const { connection, holding } = setUp();
    const { answer, abort } = connection.open('hold', 'a');
    const { release, signal } = await holding('a');
    release();
    await answer;
    await abort();
    expect(signal.aborted).toBe(false);
  });

  test('an open call tells when the worker heard its abort, and the final answer', async () => {
    const { connection, holding } = setUp();
    const { answer, abort } = connection.open('hold', 'a');
    const { release, signal } = await holding('a');
    await abort();
    expect(signal.aborted).toBe(true);
    let answered = false;
    void answer.then(() => {
      answered = true;
    });
    await delivered(connection);
    expect(answered).toBe(false);
    release();
    expect(await answer).toBe('a done');
  });
});

describe('what crosses', () => {
  test('a registered error arrives as its class, with fields and cause', async () => {
    const { connection } = setUp();
    const error: unknown = await connection.call('fail', 'dry').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TankError);
    expect(error).toMatchObject({ litres: 3, message: 'the tank holds 3 litres' });
    expect((error as TankError).cause).toBeInstanceOf(RangeError);
  });

  test('an unregistered error, and a value that is no error, arrive as RemoteErrors', async () => {
    const { connection } = setUp({ errors: {} });
    await expect(connection.call('fail', 'dry')).rejects.toMatchObject({
      name: 'RemoteError',
      remoteName: 'TankError',
      message: 'the tank holds 3 litres',
    });
    const thrown = connection.call('fail', 'text');
    await expect(thrown).rejects.toBeInstanceOf(RemoteError);
    await expect(thrown).rejects.toThrow('text');
  });

  test.each(['result', 'progress'] as const)(
    'a %s that cannot be cloned rejects its call',
    async (where) => {
      const { connection } = setUp();
      await expect(connection.call('unclonable', where)).rejects.toMatchObject({
        name: 'DataCloneError',
      });
      expect(await connection.call('echo', 1)).toBe(1);
    },
  );

  test('an error keeps its class if one of its fields cannot be cloned', async () => {
    const { connection } = setUp();
    const failed = connection.call('unclonable', 'field');
    await expect(failed).rejects.toBeInstanceOf(TankError);
    await expect(failed).rejects.toThrow('the tank holds 1 litres');
  });

  test('an argument that cannot be cloned rejects its call, and no other', async () => {
    const { connection } = setUp();
    await expect(connection.call('echo', () => {})).rejects.toMatchObject({
      name: 'DataCloneError',
    });
    expect(await connection.call('echo', 1)).toBe(1);
  });

  test('transferred buffers are empty afterwards, on both sides; others are copied', async () => {
    const { connection, handedOver } = setUp();
    const copied = Float32Array.of(1, 2);
    expect(await connection.call('double', copied)).toEqual(Float32Array.of(2, 4));
    expect(copied.length).toBe(2);
    const moved = Float32Array.of(3);
    expect(await connection.call('double', transfer(moved, [moved.buffer]))).toEqual(
      Float32Array.of(6),
    );
    expect(moved.length).toBe(0);
    expect(handedOver.map(({ length }) => length)).toEqual([0, 0]);
  });
});
