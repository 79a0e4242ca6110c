import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type StandInWorker, stubWorkers } from '../../testing/stand-in-worker.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { serve } from '../workers/serve.ts';
import { createEngineClient } from './client.ts';
import { EngineError } from './errors.ts';
import type { EngineApi } from './protocol.ts';
import type { EncodeProgress, Engine, EngineEvent, ModelInfo } from './types.ts';

const INFO = { name: 'a', device: 'wasm' } as ModelInfo;

let workers: StandInWorker[];
let engine: Engine;

beforeEach(() => {
  workers = stubWorkers();
  vi.stubGlobal('document', { baseURI: 'https://facet.example/app/' });
  engine = createEngineClient();
});

afterEach(() => {
  engine.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function serveEngine(worker = 0) {
  const loaded: EngineApi['load']['argument'][] = [];
  const signals: AbortSignal[] = [];
  const emit = serve<EngineApi, EngineEvent>(workers[worker]!.port, {
    connect: () => undefined,
    store: () => new Promise(() => {}),
    load(argument) {
      loaded.push(argument);
      if (argument.source.kind === 'checkpoint') {
        throw new CheckpointError('is missing', { file: 'config.json' });
      }
      return INFO;
    },
    encode(_, { signal, onProgress }) {
      onProgress({ done: 1, total: 2, tokensDone: 3, tokensTotal: 6 });
      signals.push(signal);
      return new Promise(() => {});
    },
    read: () => [],
    split: () => ({ most: null, long: 0, places: [] }),
    ping: () => null,
  });
  return { loaded, signals, emit };
}

test('a model is named by its address as the page sees it, one in the store by its id', async () => {
  const { loaded } = serveEngine();
  expect(
    await engine.load({ source: { kind: 'facet', url: 'models/a/' }, device: 'auto' }),
  ).toEqual(INFO);
  await engine.load({ source: { kind: 'stored', id: 'b' }, device: 'wasm' });
  expect(loaded).toEqual([
    { source: { kind: 'facet', url: 'https://facet.example/app/models/a/' }, device: 'auto' },
    { source: { kind: 'stored', id: 'b' }, device: 'wasm' },
  ]);
});

test('errors arrive as their own class', async () => {
  serveEngine();
  const source = { kind: 'checkpoint', url: 'a/', precision: 'int8' } as const;
  const failed = engine.load({ source, device: 'auto' });
  await expect(failed).rejects.toBeInstanceOf(CheckpointError);
  await expect(failed).rejects.toMatchObject({ file: 'config.json' });
});

test('progress comes, and a cancelled call is free at once and stopped in the worker', async () => {
  const { signals } = serveEngine();
  const controller = new AbortController();
  const seen: EncodeProgress[] = [];
  const call = engine.encode([['', 'a']], {
    signal: controller.signal,
    onProgress: (progress) => seen.push(progress),
  });
  await expect.poll(() => seen).toEqual([{ done: 1, total: 2, tokensDone: 3, tokensTotal: 6 }]);
  controller.abort();
  await expect(call).rejects.toBe(controller.signal.reason);
  await expect.poll(() => signals[0]!.aborted).toBe(true);
});

test("the worker's events reach every listener that has not left", async () => {
  const { emit } = serveEngine();
  const [stays, leaves]: [EngineEvent[], EngineEvent[]] = [[], []];
  engine.onEvent((event) => stays.push(event));
  engine.onEvent((event) => leaves.push(event))();
  emit({ kind: 'recovering', device: 'webgpu', reason: 'lost' });
  await engine.read([]);
  expect(stays).toEqual([{ kind: 'recovering', device: 'webgpu', reason: 'lost' }]);
  expect(leaves).toEqual([]);
});

test('a crash fails open and later calls, says so, and starts no other worker', async () => {
  serveEngine();
  const events: EngineEvent[] = [];
  engine.onEvent((event) => events.push(event));
  const open = engine.encode([['', 'a']]);
  workers[0]!.crash('out of memory');
  const message = 'The engine stopped (out of memory); reload the page';
  await expect(open).rejects.toEqual(new EngineError(message));
  await expect(engine.read([])).rejects.toThrow(message);
  expect(events).toEqual([{ kind: 'failed', message }]);
  expect(workers[0]!.terminated).toBe(true);
  expect(workers).toHaveLength(1);
});

test('a worker whose script is still on its way is waited for', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const loads = engine.load({ source: { kind: 'stored', id: 'a' }, device: 'auto' });
  vi.advanceTimersByTime(300_000);
  expect(workers).toHaveLength(1);
  serveEngine();
  expect(await loads).toEqual(INFO);
});

test('a worker that hangs is replaced, its model is named, and another one loads', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  // It begins, and then is not heard of again.
  serveEngine();
  await engine.read([]);
  workers[0]!.port.onmessage = null;
  const events: EngineEvent[] = [];
  engine.onEvent((event) => events.push(event));
  const hangs = engine.load({ source: { kind: 'stored', id: 'bomb-int8' }, device: 'auto' });
  const message = /“bomb-int8” did not answer for 20 seconds and was stopped: its tokenizer/;
  const failed = expect(hangs).rejects.toThrow(message);
  vi.advanceTimersByTime(20_000);
  expect(workers).toHaveLength(1);
  vi.advanceTimersByTime(1000);
  await failed;
  expect(events).toEqual([{ kind: 'hung', message: expect.stringMatching(message) }]);
  expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
  serveEngine(1);
  expect(await engine.load({ source: { kind: 'stored', id: 'a' }, device: 'auto' })).toEqual(INFO);
});

test('a worker that answers is left alone, however long its work takes', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  serveEngine();
  const controller = new AbortController();
  const call = engine.encode([['', 'a']], { signal: controller.signal });
  for (let second = 0; second < 60; second++) {
    vi.advanceTimersByTime(1000);
    await engine.read([]);
  }
  expect(workers).toHaveLength(1);
  controller.abort();
  await expect(call).rejects.toBe(controller.signal.reason);
  // Without work it is not asked: a silent worker of a page that was put to sleep is not ended.
  vi.advanceTimersByTime(60_000);
  expect(workers[0]!.terminated).toBe(false);
});
