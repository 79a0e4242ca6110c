import { afterEach, expect, test } from 'vitest';
import { WorkerCrashError } from './errors.ts';
import { RestartingConnection } from './restarting.ts';
import { serve } from './serve.ts';
import { transfer } from './transfer.ts';
import type { Endpoint } from './types.ts';

const SILENCE_MS = 60;

interface TestApi {
  /** Answers with its worker's number, once that worker may go on. */
  readonly wait: {
    readonly argument: Uint8Array<ArrayBuffer>;
    readonly result: { readonly worker: number; readonly length: number };
    readonly progress: number;
  };
  readonly quick: { readonly argument: null; readonly result: number; readonly progress: never };
}

class TestWorker {
  readonly endpoint: Endpoint;
  ended = false;
  begun = 0;
  readonly #letGo: (() => void)[] = [];
  readonly #channel = new MessageChannel();

  constructor(number: number) {
    const { port1, port2 } = this.#channel;
    serve<TestApi>(port2, {
      wait: ({ length }, { onProgress }) => {
        this.begun += 1;
        onProgress(number);
        return new Promise((resolve) => {
          this.#letGo.push(() => resolve({ worker: number, length }));
        });
      },
      quick: () => number,
    });
    this.endpoint = Object.assign(port1, {
      terminate: () => {
        this.ended = true;
        port1.close();
      },
    });
  }

  goOn(): void {
    for (const go of this.#letGo.splice(0)) go();
  }

  /** From now on it neither hears nor answers, as in a long synchronous step. */
  stall(): void {
    this.#channel.port2.onmessage = null;
  }
}

const workers: TestWorker[] = [];
let connection: RestartingConnection<TestApi>;

function setUp(): void {
  connection = new RestartingConnection<TestApi>(
    () => {
      const worker = new TestWorker(workers.length);
      workers.push(worker);
      return worker.endpoint;
    },
    { name: 'test', errors: {}, silenceMs: SILENCE_MS },
  );
}

afterEach(() => {
  connection.close(new Error('the test has ended'));
  workers.length = 0;
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A transferred argument: a second worker needs a new one. */
const argument = () => {
  const bytes = new Uint8Array(5);
  return transfer(bytes, [bytes.buffer]);
};

test('starts with the first call, not before, and once', async () => {
  setUp();
  expect(workers).toHaveLength(0);
  const calls = [connection.call('quick', () => null), connection.call('quick', () => null)];
  expect(await Promise.all(calls)).toEqual([0, 0]);
  expect(workers).toHaveLength(1);
});

test('an acknowledged abort ends its call only', async () => {
  setUp();
  const controller = new AbortController();
  const stopped = connection.call('wait', argument, { signal: controller.signal });
  const other = connection.call('wait', argument);
  await expect.poll(() => workers[0]!.begun).toBe(2);
  controller.abort();
  await expect(stopped).rejects.toBe(controller.signal.reason);
  await sleep(3 * SILENCE_MS);
  workers[0]!.goOn();
  expect(await other).toEqual({ worker: 0, length: 5 });
  expect(workers).toHaveLength(1);
});

test('an unacknowledged abort replaces the worker: other calls restart in the next', async () => {
  setUp();
  const controller = new AbortController();
  const progress: number[] = [];
  const stopped = connection.call('wait', argument, { signal: controller.signal });
  const other = connection.call('wait', argument, { onProgress: (p) => progress.push(p) });
  await expect.poll(() => progress).toEqual([0]);
  workers[0]!.stall();
  controller.abort();
  await expect(stopped).rejects.toBe(controller.signal.reason);
  expect(workers[0]!.ended).toBe(false);
  await expect.poll(() => progress).toEqual([0, 1]);
  expect(workers[0]!.ended).toBe(true);
  workers[1]!.goOn();
  expect(await other).toEqual({ worker: 1, length: 5 });
  expect(workers[1]!.begun).toBe(1);
});

test('two unacknowledged aborts replace the worker once', async () => {
  setUp();
  const controllers = [new AbortController(), new AbortController()];
  const stopped = controllers.map(({ signal }) => connection.call('wait', argument, { signal }));
  const other = connection.call('wait', argument);
  await expect.poll(() => workers[0]!.begun).toBe(3);
  workers[0]!.stall();
  for (const controller of controllers) controller.abort();
  expect((await Promise.allSettled(stopped)).map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
  ]);
  await sleep(3 * SILENCE_MS);
  workers[1]!.goOn();
  expect(await other).toEqual({ worker: 1, length: 5 });
  expect(workers).toHaveLength(2);
});

test('a call aborted beforehand starts nothing; after its abort it reports nothing', async () => {
  setUp();
  const signal = AbortSignal.abort();
  await expect(connection.call('wait', argument, { signal })).rejects.toBe(signal.reason);
  expect(workers).toHaveLength(0);
  const controller = new AbortController();
  const progress: number[] = [];
  const stopped = connection.call('wait', argument, {
    signal: controller.signal,
    onProgress: (p) => progress.push(p),
  });
  controller.abort();
  await expect(stopped).rejects.toBe(controller.signal.reason);
  // Its progress was still on the way.
  expect(await connection.call('quick', () => null)).toBe(0);
  expect(workers[0]!.begun).toBe(1);
  expect(progress).toEqual([]);
});

test('a replaced worker restarts only with the next call', async () => {
  setUp();
  const controller = new AbortController();
  const stopped = connection.call('wait', argument, { signal: controller.signal });
  await expect.poll(() => workers[0]!.begun).toBe(1);
  workers[0]!.stall();
  controller.abort();
  await expect(stopped).rejects.toBe(controller.signal.reason);
  await expect.poll(() => workers[0]!.ended).toBe(true);
  expect(workers).toHaveLength(1);
  expect(await connection.call('quick', () => null)).toBe(1);
});

test('a crash rejects open calls; the next call gets a fresh worker', async () => {
  setUp();
  const lost = connection.call('wait', argument);
  await expect.poll(() => workers[0]!.begun).toBe(1);
  workers[0]!.endpoint.onmessageerror?.(new MessageEvent('messageerror'));
  await expect(lost).rejects.toBeInstanceOf(WorkerCrashError);
  expect(workers[0]!.ended).toBe(true);
  expect(await connection.call('quick', () => null)).toBe(1);
  expect(workers[1]!.begun).toBe(0);
});

test('closing rejects open and later calls', async () => {
  setUp();
  const lost = connection.call('wait', argument);
  const closed = new Error('closed');
  connection.close(closed);
  await expect(lost).rejects.toBe(closed);
  await expect(connection.call('quick', () => null)).rejects.toBe(closed);
  expect(workers).toHaveLength(1);
});
