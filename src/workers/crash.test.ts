import { expect, test } from 'vitest';
import { setUp, TankError } from '../../testing/worker-boundary.ts';
import { WorkerCrashError } from './errors.ts';

const crashes: [string, (all: ReturnType<typeof setUp>) => void, string][] = [
  [
    'an uncaught error',
    ({ endpoint }) =>
      endpoint.onerror?.(
        Object.assign(new Event('error'), { message: 'out of memory' }) as ErrorEvent,
      ),
    'out of memory',
  ],
  [
    'a script that did not load',
    ({ endpoint }) => endpoint.onerror?.(new Event('error') as ErrorEvent),
    'its script did not load',
  ],
  [
    'a reply that cannot be read',
    ({ endpoint }) => endpoint.onmessageerror?.(new MessageEvent('messageerror')),
    'its message could not be read',
  ],
  [
    'a request that cannot be read',
    ({ port2 }) => port2.onmessageerror?.(new MessageEvent('messageerror')),
    'it could not read a request',
  ],
  [
    'a relay that says so',
    ({ port2 }) => port2.postMessage({ kind: 'crashed', reason: 'gone' }),
    'gone',
  ],
];

test.each(crashes)(
  '%s rejects all open and all later calls, naming the worker',
  async (_, crash, reason) => {
    const ends: string[] = [];
    const all = setUp({
      onCrash: (error) => ends.push(error.reason),
      onEnd: () => ends.push('end'),
    });
    const { connection, holding } = all;
    const calls = [connection.call('hold', 'a'), connection.call('hold', 'b')];
    const outcomes = Promise.allSettled(calls);
    await holding('b');
    crash(all);
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { worker: 'tank', reason } });
      expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(WorkerCrashError);
    }
    await expect(connection.call('echo', 1)).rejects.toBe(connection.ended);
    expect(ends).toEqual(['end', reason]);
  },
);

test('rejects in the caller’s words, if it gives any', async () => {
  const described = new TankError(0);
  const { connection, port2 } = setUp({ describeCrash: () => described });
  const call = connection.call('hold', 'a');
  port2.postMessage({ kind: 'crashed', reason: 'gone' });
  await expect(call).rejects.toBe(described);
});

test('closing rejects open and later calls, resolves waiting aborts, and is no crash', async () => {
  const ends: string[] = [];
  const { connection, port2 } = setUp({
    onCrash: () => ends.push('crash'),
    onEnd: () => ends.push('end'),
  });
  port2.onmessage = null;
  const { answer, abort } = connection.open('hold', 'a');
  const heard = abort();
  const closed = new Error('closed');
  connection.close(closed);
  connection.close(new Error('again'));
  await expect(answer).rejects.toBe(closed);
  await heard;
  await abort();
  await expect(connection.call('echo', 1)).rejects.toBe(closed);
  expect(ends).toEqual(['end']);
});
