/** The search is compared with the plain ranking, which computes every cosine in float64: to the bit, in order. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assemble, bytesFile } from '../../../scripts/lib/assemble.ts';
import { retrieve } from '../../../testing/plain-ranking.ts';
import { repeatedRows, rowsOf, topicRows } from '../../../testing/rows.ts';
import { searchHere } from '../../../testing/search-here.ts';
import { VectorsHere } from '../../../testing/vectors-here.ts';
import { finish } from '../../analysis/steps.ts';
import type { EmbeddingMatrix } from '../../analysis/types.ts';
import { seededRandom } from '../../lib/random.ts';
import { NO_ROW, type VectorSet } from '../../vectors/types.ts';
import { DOTS } from './dots-bytes.ts';
import { Kernel } from './kernel.ts';
import { cosineWith, prepareQuery, quantiseRow, SLACK } from './quantise.ts';

const vectors = new VectorsHere();
let sets = 0;

function stored({ vectors: values, count, dim }: EmbeddingMatrix): VectorSet {
  const first = vectors.store.add(values.slice() as Float32Array<ArrayBuffer>, dim);
  const rows = Uint32Array.from({ length: count }, (_, i) => first + i);
  return { id: sets++, dim, count, rows };
}

/** A search by one worker, and one by two. */
const searches = [Number.POSITIVE_INFINITY, 0].map(
  (alone) => searchHere(vectors, [], alone).search,
);

async function expectSame(queries: EmbeddingMatrix, documents: EmbeddingMatrix, k: number) {
  const plain = finish(retrieve(queries, documents, k));
  const [asked, searched] = [stored(queries), stored(documents)];
  for (const search of searches) {
    const { indices, scores, k: found } = await search.nearest(asked, searched, k);
    expect(found).toBe(plain.k);
    expect([...indices]).toEqual([...plain.indices]);
    expect([...scores]).toEqual([...plain.scores]);
  }
}

const made = (values: (row: number, column: number) => number, count: number, dim: number) => ({
  vectors: Float32Array.from({ length: count * dim }, (_, at) =>
    values(Math.floor(at / dim), at % dim),
  ),
  count,
  dim,
});

describe('the kernel', () => {
  it('is what its text assembles to: `npm run kernel` writes it anew', async () => {
    const bytes = await assemble(readFileSync(join(import.meta.dirname, 'dots.wat'), 'utf8'));
    const file = readFileSync(join(import.meta.dirname, 'dots-bytes.ts'), 'utf8');
    expect(file).toBe(bytesFile(bytes));
    expect(Buffer.from(bytes).toString('base64')).toBe(DOTS);
  });

  it('adds up products of the largest values without leaving int32', () => {
    for (const dim of [16, 384, 512, 4096]) {
      const ones = new Float32Array(dim).fill(1);
      const { quantised, step } = prepareQuery(ones, 0, dim);
      const kernel = new Kernel(4 * dim + 2 * dim + 16);
      const rows = new Int8Array(kernel.memory.buffer, 0, 4 * dim);
      const { scale } = quantiseRow(ones, 0, dim, rows, 0);
      quantiseRow(
        ones.map((one) => -one),
        0,
        dim,
        rows,
        3 * dim,
      );
      new Int16Array(kernel.memory.buffer, 4 * dim, dim).set(quantised);
      kernel.dots(0, 4, dim, 4 * dim, 6 * dim);
      const [up, , , down] = new Int32Array(kernel.memory.buffer, 6 * dim, 4);
      expect(up! * scale * step).toBeCloseTo(1, 3);
      expect(down).toBe(-up!);
    }
  });
});

describe('the bound of int8', () => {
  const random = seededRandom(5);
  const dim = 96;
  const shapes = {
    'even values': () => random() - 0.5,
    'one value far above the others': (_: number, c: number) => (c === 7 ? 40 : random() - 0.5),
    'two signs': () => (random() < 0.5 ? -1 : 1),
    'half a step off everywhere': (_: number, c: number) => (c === 0 ? 127 : 0.5),
    'tiny lengths': () => (random() - 0.5) * 1e-30,
    'lengths near the largest': () => (random() - 0.5) * 1e38,
  };

  it.each(Object.entries(shapes))('holds for %s', (_, value) => {
    const rows = made(value, 200, dim).vectors;
    const queries = made(value, 20, dim).vectors;
    const quantised = new Int8Array(dim);
    for (let q = 0; q < 20; q++) {
      const query = prepareQuery(queries, q * dim, dim);
      for (let i = 0; i < 200; i++) {
        const { scale, error } = quantiseRow(rows, i * dim, dim, quantised, 0);
        let dot = 0;
        for (let c = 0; c < dim; c++) dot += quantised[c]! * query.quantised[c]!;
        const about = dot * scale * query.step;
        const bound = error * (1 + query.error) + query.error + SLACK;
        expect(Math.abs(cosineWith(query, rows, i * dim, dim) - about)).toBeLessThanOrEqual(bound);
      }
    }
  });
});

describe('the search', () => {
  it.each([1, 3, 4, 10, 100, 1000])('gives the plain ranking of %i of random rows', async (k) => {
    const rows = { count: 700, dim: 50, topics: 5, spread: 0.6 };
    await expectSame(
      topicRows({ ...rows, seed: 3, count: 70 }),
      topicRows({ ...rows, seed: 4 }),
      k,
    );
  });

  it('orders ties by index, in one part and across parts', async () => {
    const documents = repeatedRows({
      seed: 6,
      count: 3000,
      dim: 24,
      topics: 2,
      spread: 1,
      distinct: 7,
    });
    await expectSame(
      topicRows({ seed: 7, count: 5, dim: 24, topics: 2, spread: 1 }),
      documents,
      500,
    );
  });

  it('tells rows apart that int8 does not', async () => {
    // The rows differ by far less than a step of int8.
    const random = seededRandom(8);
    const base = Array.from({ length: 64 }, () => random() - 0.5);
    const documents = made((_, c) => base[c]! + 1e-5 * (random() - 0.5), 2000, 64);
    await expectSame(
      made((_, c) => base[c]! + 0.1 * random(), 4, 64),
      documents,
      10,
    );
  });

  it('is not misled by rows whose error is large beside their cosine', async () => {
    const random = seededRandom(9);
    const spiked = made((row, c) => (c === row % 32 ? 30 : random() - 0.5), 1500, 33);
    await expectSame(
      made(() => random() - 0.5, 6, 33),
      spiked,
      10,
    );
  });

  it('puts documents without a direction last, and those of a query without one', async () => {
    const documents = made((row, c) => (row % 3 === 0 ? 0 : Math.sin(row + c)), 40, 5);
    const queries = made((row, c) => (row === 1 ? 0 : Math.cos(row * 3 + c)), 3, 5);
    await expectSame(queries, documents, 40);
    await expectSame(queries, documents, 7);
  });

  it('gives what there is where k is above it, and nothing without documents', async () => {
    await expectSame(rowsOf([1, 0]), rowsOf([0, 1], [1, 1]), 9);
    const none = { id: sets++, dim: 0, count: 0, rows: new Uint32Array(0) };
    for (const search of searches) {
      expect((await search.nearest(stored(rowsOf([1, 0])), none, 5)).k).toBe(0);
    }
  });

  it('searches only the documents that are allowed', async () => {
    const all = topicRows({ seed: 10, count: 900, dim: 20, topics: 4, spread: 1 });
    const query = topicRows({ seed: 11, count: 2, dim: 20, topics: 4, spread: 1 });
    const only = Uint8Array.from({ length: 900 }, (_, i) => (i % 7 === 2 ? 1 : 0));
    const ranks = finish(retrieve(query, all, 900));
    const expected = [0, 1].flatMap((q) =>
      [...ranks.indices.subarray(q * 900, (q + 1) * 900)].filter((i) => only[i] === 1).slice(0, 12),
    );
    for (const search of searches) {
      const found = await search.nearest(stored(query), stored(all), 12, { only });
      expect([...found.indices]).toEqual(expected);
    }
  });

  it('finds the place of each document', async () => {
    const documents = made(
      (row, c) => (row === 5 ? 0 : Math.round(3 * Math.sin(row * 2 + c))),
      60,
      4,
    );
    const query = rowsOf([1, 2, 0.5, -1]);
    const { indices, scores } = finish(retrieve(query, documents, 60));
    const [asked, searched] = [stored(query), stored(documents)];
    for (const search of searches) {
      for (const [at, index] of indices.entries()) {
        const placed = await search.place(asked, searched, index);
        expect(placed).toEqual(
          Number.isNaN(scores[at]!) ? null : { place: at + 1, cosine: scores[at] },
        );
      }
    }
  });

  it('ranks groups by their best row, as the plain ranking does when it is folded', async () => {
    const random = seededRandom(21);
    for (const spread of [1, 1e-4]) {
      const documents = topicRows({ seed: 22, count: 1200, dim: 24, topics: 3, spread });
      // Rows without a direction, and groups of all sizes: some are in one half, some in both.
      for (let row = 0; row < 1200; row += 9) documents.vectors.fill(0, row * 24, row * 24 + 24);
      const queries = topicRows({ seed: 23, count: 4, dim: 24, topics: 3, spread });
      queries.vectors.fill(0, 24, 48);
      const groups = Uint32Array.from({ length: 1200 }, (_, row) =>
        row % 5 === 0 ? Math.floor(row / 100) : 12 + Math.floor(random() * 150),
      );
      const only = Uint8Array.from({ length: 1200 }, () => (random() < 0.8 ? 1 : 0));
      const plain = finish(retrieve(queries, documents, 1200));
      const [asked, searched] = [stored(queries), stored(documents)];
      for (const search of searches) {
        for (const allowed of [undefined, only]) {
          const { indices, scores, k } = await search.nearest(asked, searched, 40, {
            groups,
            only: allowed,
          });
          for (let query = 0; query < 4; query++) {
            const seen = new Set<number>();
            const folded = [...plain.indices.subarray(query * 1200, (query + 1) * 1200)].filter(
              (row) => {
                if (allowed?.[row] === 0 || seen.has(groups[row]!)) return false;
                seen.add(groups[row]!);
                return true;
              },
            );
            expect([...indices.subarray(query * k, (query + 1) * k)]).toEqual(folded.slice(0, k));
          }
          expect(scores[0]).toBe(plain.scores[[...plain.indices].indexOf(indices[0]!)]);
        }
        // Any row of a group stands for it.
        const one = { ...asked, id: sets++, count: 1, rows: asked.rows.slice(0, 1) };
        const ranks = await search.nearest(one, searched, 200, { groups });
        for (const [at, index] of [...ranks.indices].slice(0, 30).entries()) {
          const member = groups.lastIndexOf(groups[index]!);
          expect(await search.place(one, searched, member, { groups })).toEqual({
            place: at + 1,
            cosine: ranks.scores[at],
          });
        }
      }
    }
  });

  it('keeps its word on texts without a row, and refuses what it cannot search', async () => {
    const search = searches[1]!;
    const one = stored(rowsOf([1, 0], [0, 1]));
    const holed = { ...one, id: sets++, rows: Uint32Array.of(NO_ROW, one.rows[1]!) };
    const { indices, scores } = await search.nearest(one, holed, 2);
    expect([...indices]).toEqual([1, 0, 1, 0]);
    expect(scores[1]).toBeNaN();
    await expect(search.nearest(one, one, 0)).rejects.toThrow(/k is 0/);
    await expect(search.nearest(stored(rowsOf([1])), one, 1)).rejects.toThrow(/1 values and/);
    const wrong = stored(rowsOf([1, Number.NaN]));
    await expect(search.nearest(one, wrong, 1)).rejects.toThrow(/not finite/);
  });

  it('goes on for the others when one call is cancelled', async () => {
    const big = stored(topicRows({ seed: 12, count: 20_000, dim: 16, topics: 9, spread: 1 }));
    const query = { ...big, count: 1, rows: big.rows.slice(0, 1) };
    const search = searches[1]!;
    const controller = new AbortController();
    const cancelled = search.nearest(query, big, 3, { signal: controller.signal });
    const other = search.nearest(query, big, 3);
    controller.abort();
    await expect(cancelled).rejects.toThrow(/abort/i);
    expect((await other).indices[0]).toBe(0);
  });
});
