/** The search as on the page, over made-up vectors in the store's worker; and the kernels that it could have. */
import { loadOrt } from '../../src/engine/ort-browser.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { createSearch } from '../../src/search/client.ts';
import { createVectors } from '../../src/vectors/client.ts';
import { VECTORS_ERRORS, type VectorsApi } from '../../src/vectors/protocol.ts';
import type { VectorSet } from '../../src/vectors/types.ts';
import { Connection } from '../../src/workers/connect.ts';
import { transfer } from '../../src/workers/transfer.ts';
import {
  type Contender,
  intContender,
  plainContender,
  runtimeContender,
} from './search-kernels.ts';

const DIM = 384;
const K = 10;
/** Rows made and stored at once. */
const BLOCK = 10_000;
/** Topics of the made-up texts. */
const TOPICS = 200;

export interface SearchBench {
  /** Makes vectors and stores them. */
  fill(count: number): Promise<void>;
  /** Builds the search's index. @returns Milliseconds. */
  open(): Promise<number>;
  /** @returns Milliseconds of each of so many queries, one after the other. */
  search(queries: number): Promise<number[]>;
  /** Compares so many queries with the plain exact ranking. @returns The equal ones. */
  check(queries: number): Promise<number>;
  /** @returns Milliseconds of one query by each kernel alone, over a part of the rows. */
  kernels(count: number, queries: number): Promise<readonly [name: string, ms: number[]][]>;
}

const vectors = createVectors();
const store = new Connection<VectorsApi>(vectors.port(), {
  name: 'facet-vectors',
  errors: VECTORS_ERRORS,
});
const search = createSearch(() => vectors.port());

/** Made-up values to draw from: a million rows take a billion. */
const NORMALS = (() => {
  const random = seededRandom(2);
  return Float32Array.from(
    { length: 2 ** 16 },
    () => random() + random() + random() + random() - 2,
  );
})();

/**
 * Rows like those of texts: all lie in one cone, as a model's do, in topics of different sizes. Row i is always the
 * same.
 */
const centres = (() => {
  const random = seededRandom(1);
  const cone = Array.from({ length: DIM }, () => normal(random));
  return Array.from({ length: TOPICS }, () => cone.map((value) => value + normal(random) * 0.8));
})();

function normal(random: () => number): number {
  return NORMALS[Math.floor(random() * NORMALS.length)]!;
}

function madeUp(seed: number, count: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  const rows = new Float32Array(count * DIM);
  for (let i = 0; i < count; i++) {
    const centre = centres[Math.floor(random() ** 2 * TOPICS)]!;
    let squares = 0;
    for (let c = 0; c < DIM; c++) {
      const value = centre[c]! + normal(random) * 0.8;
      rows[i * DIM + c] = value;
      squares += value * value;
    }
    const length = Math.sqrt(squares);
    for (let c = i * DIM; c < (i + 1) * DIM; c++) rows[c]! /= length;
  }
  return rows;
}

let documents: VectorSet = { id: 0, dim: DIM, count: 0, rows: new Uint32Array(0) };
let queries: VectorSet = documents;

const one = (at: number): VectorSet => ({
  ...queries,
  count: 1,
  rows: queries.rows.slice(at % queries.count, (at % queries.count) + 1),
});

async function add(rows: Float32Array<ArrayBuffer>): Promise<number> {
  return store.call('add', transfer({ vectors: rows, dim: DIM, texts: null }, [rows.buffer]));
}

const bench: SearchBench = {
  async fill(count) {
    vectors.free(documents.rows);
    const rows = new Uint32Array(count);
    for (let from = 0; from < count; from += BLOCK) {
      const most = Math.min(BLOCK, count - from);
      const first = await add(madeUp(from + 2, most));
      for (let i = 0; i < most; i++) rows[from + i] = first + i;
    }
    documents = { id: documents.id + 1, dim: DIM, count, rows };
    if (queries.count > 0) return;
    const first = await add(madeUp(1, 1000));
    const numbers = Uint32Array.from({ length: 1000 }, (_, i) => first + i);
    queries = { id: 0, dim: DIM, count: 1000, rows: numbers };
  },
  async open() {
    const began = performance.now();
    await search.nearest(one(0), documents, K);
    return performance.now() - began;
  },
  async search(count) {
    const times: number[] = [];
    for (let at = 0; at < count; at++) {
      const began = performance.now();
      await search.nearest(one(at), documents, K);
      times.push(performance.now() - began);
    }
    return times;
  },
  async check(count) {
    const asked = { ...queries, count, rows: queries.rows.slice(0, count) };
    const found = await search.nearest(asked, documents, K);
    const plain = plainContender(await store.call('gather', asked), DIM, K);
    for (let from = 0; from < documents.count; from += BLOCK) {
      const rows = documents.rows.slice(from, from + BLOCK);
      plain.see(await store.call('gather', { rows, count: rows.length, dim: DIM }), from);
    }
    return plain.equal(found);
  },
  async kernels(count, asked) {
    const part = { ...documents, count, rows: documents.rows.slice(0, count) };
    const rows = await store.call('gather', part);
    const values = await store.call('gather', queries);
    const results: [string, number[]][] = [];
    const run = async (make: () => Promise<Contender> | Contender) => {
      const { name, score, end } = await make();
      const times: number[] = [];
      for (let at = -2; at < asked; at++) {
        const query = values.slice((at + 2) * DIM, (at + 3) * DIM);
        const began = performance.now();
        await score(query);
        // The first two warm up.
        if (at >= 0) times.push(performance.now() - began);
      }
      await end?.();
      results.push([name, times]);
    };
    await run(() => intContender(rows, DIM));
    const ort = await loadOrt('wasm', 1);
    await run(() => runtimeContender(ort, 'MatMulInteger', rows, DIM));
    await run(() => runtimeContender(ort, 'MatMul', rows, DIM));
    await run(() => floatLoop(rows));
    return results;
  },
};

function floatLoop(rows: Float32Array): Contender {
  const count = rows.length / DIM;
  const scores = new Float32Array(count);
  return {
    name: 'plain JavaScript, Float32Array',
    score(query) {
      for (let i = 0; i + 4 <= count; i += 4) {
        const [a, b, c, d] = [i * DIM, (i + 1) * DIM, (i + 2) * DIM, (i + 3) * DIM];
        let [s, t, u, v] = [0, 0, 0, 0];
        for (let at = 0; at < DIM; at++) {
          const x = query[at]!;
          s += x * rows[a + at]!;
          t += x * rows[b + at]!;
          u += x * rows[c + at]!;
          v += x * rows[d + at]!;
        }
        scores[i] = s;
        scores[i + 1] = t;
        scores[i + 2] = u;
        scores[i + 3] = v;
      }
    },
  };
}

Object.assign(window, { searchBench: bench });
