/** Client and service over real channels: what is handed over, and what a crash does. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type StandInWorker, stubWorkers } from '../../testing/stand-in-worker.ts';
import { Connection } from '../workers/connect.ts';
import { transfer } from '../workers/transfer.ts';
import { createVectors } from './client.ts';
import { KeptRows } from './kept/kept-rows.ts';
import { VECTORS_ERRORS, type VectorsApi } from './protocol.ts';
import { serveVectors } from './service.ts';
import { VectorsError } from './types.ts';

let workers: StandInWorker[];
let store: KeptRows;

beforeEach(() => {
  workers = stubWorkers();
  store = new KeptRows(null);
});
afterEach(() => {
  for (const { worker } of workers) worker.terminate();
  vi.unstubAllGlobals();
});

function start() {
  const vectors = createVectors();
  serveVectors(workers[0]!.port, store);
  const other = () =>
    new Connection<VectorsApi>(vectors.port(), { name: 'test', errors: VECTORS_ERRORS });
  return { vectors, engine: other(), analysis: other() };
}

test('rows go from one worker to another through the store, handed over', async () => {
  const { vectors, engine, analysis } = start();
  const rows = Float32Array.of(3, 4, 0, 2);
  const first = await engine.call(
    'add',
    transfer({ vectors: rows, dim: 2, texts: null }, [rows.buffer]),
  );
  expect([first, rows.length]).toEqual([0, 0]);
  const set = { rows: Uint32Array.of(1, 0), count: 2, dim: 2 };
  expect(await analysis.call('gather', set)).toEqual(Float32Array.of(0, 2, 3, 4));
  // The store keeps its own.
  expect(await analysis.call('gather', set)).toEqual(Float32Array.of(0, 2, 3, 4));
  expect(await vectors.cosine(0, 1, 2)).toBeCloseTo(0.8, 12);
  vectors.free(Uint32Array.of(0));
  await expect(vectors.cosine(0, 1, 2)).rejects.toBeInstanceOf(VectorsError);
  await expect(analysis.call('gather', set)).rejects.toBeInstanceOf(VectorsError);
  engine.close(new Error('the test has ended'));
  analysis.close(new Error('the test has ended'));
});

test('a worker that stops is told of once, in words for the user', async () => {
  const { vectors, engine, analysis } = start();
  const lost: string[] = [];
  vectors.onLost((message) => lost.push(message));
  workers[0]!.crash('out of memory');
  workers[0]!.crash('out of memory');
  expect(lost).toEqual(['The vectors were lost (out of memory): reload the page.']);
  await expect(vectors.cosine(0, 1, 2)).rejects.toThrow('reload the page');
  // These ask nobody, and do not throw.
  vectors.free(Uint32Array.of(0));
  vectors.port();
  engine.close(new Error('the test has ended'));
  analysis.close(new Error('the test has ended'));
});

test('a script that does not load says what to do', () => {
  const { vectors } = start();
  const lost: string[] = [];
  vectors.onLost((message) => lost.push(message));
  workers[0]!.crash('');
  expect(lost).toEqual([expect.stringContaining('a script did not load')]);
});
