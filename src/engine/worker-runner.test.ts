import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type StandInWorker, stubWorkers } from '../../testing/stand-in-worker.ts';
import type { Model } from '../model-folder/format.ts';
import { serve } from '../workers/serve.ts';
import type { Batch } from './batch.ts';
import { EngineError } from './errors.ts';
import type { RunnerApi, RunnerLost } from './protocol.ts';
import { RunnerPool } from './worker-runner.ts';

const MODEL = { spec: { dim: 2 }, tensors: new Map() } as unknown as Model;
const BATCH = { size: 1, length: 1, ids: Int32Array.of(7) } as Batch;

let workers: StandInWorker[];

beforeEach(() => {
  workers = stubWorkers();
});

afterEach(() => {
  for (const { worker } of workers) worker.close();
  vi.unstubAllGlobals();
});

function serveRunner({ port }: StandInWorker, handlers: { start?: () => undefined } = {}) {
  const asked: string[] = [];
  const lose = serve<RunnerApi, RunnerLost>(port, {
    prepare({ device, threads }) {
      asked.push(`prepare ${device} ${threads}`);
      throw new Error('this shows in start');
    },
    start({ device, threads, spec }) {
      asked.push(`start ${device} ${threads} ${spec.dim}`);
      return handlers.start?.();
    },
    run: ({ ids }) => (ids[0] === 7 ? Float32Array.of(1, 2) : new Promise(() => {})),
  });
  return { asked, lose };
}

test('the worker that was prepared is the first that runs; the next is another', async () => {
  const pool = new RunnerPool('wasm', 4);
  pool.prepare();
  const { asked } = serveRunner(workers[0]!);
  const runner = await pool.spawn(MODEL);
  expect(asked).toEqual(['prepare wasm 4', 'start wasm 4 2']);
  expect(await runner.run(BATCH)).toEqual(Float32Array.of(1, 2));
  const second = pool.spawn(MODEL);
  serveRunner(workers[1]!);
  await second;
  expect(workers).toHaveLength(2);
});

test('a prepared worker that was not needed is ended', () => {
  const pool = new RunnerPool('webgpu', 1);
  pool.prepare();
  pool.discard();
  expect(workers[0]!.terminated).toBe(true);
});

test('a worker whose session does not start is ended', async () => {
  const spawned = new RunnerPool('webgpu', 1).spawn(MODEL);
  serveRunner(workers[0]!, {
    start: () => {
      throw new EngineError('no adapter');
    },
  });
  await expect(spawned).rejects.toEqual(new EngineError('no adapter'));
  expect(workers[0]!.terminated).toBe(true);
});

test.each([
  ['a lost device', 'GPU device lost (unknown): reset', 'GPU device lost (unknown): reset'],
  ['a crash', 'out of memory', 'a worker stopped: out of memory'],
])('%s ends the worker and fails the run that may wait for ever', async (what, reason, message) => {
  const spawned = new RunnerPool('webgpu', 1).spawn(MODEL);
  const { lose } = serveRunner(workers[0]!);
  const runner = await spawned;
  const run = runner.run({ ...BATCH, ids: Int32Array.of(0) });
  if (what === 'a crash') workers[0]!.crash(reason);
  else lose({ reason });
  await expect(run).rejects.toEqual(new EngineError(message));
  await expect(runner.run(BATCH)).rejects.toThrow(message);
  expect(workers[0]!.terminated).toBe(true);
});
