/** The stores of src/stores over the real servers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cosine } from '../../src/lib/cosine.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { openStore } from '../../src/stores/open-store.ts';
import type { RemoteStore, StoreCollection, StoreKind } from '../../src/stores/types.ts';
import { fillMilvus, loadStore, type Row } from './fill.ts';
import { installStores, type StoreServer, startChroma, startMilvus } from './servers.ts';

const why = installStores();
if (why !== null) console.log(`Skipped: ${why}.`);

const DIM = 32;
const COUNT = 20_000;
const random = seededRandom(22);
const vector = () => Float32Array.from({ length: DIM }, () => random() - 0.5);
/** A text that no answer may turn into something else. */
const HOSTILE = '<img src=x onerror=alert(1)> "\\ \u202e سلام 🙂\n';
const ROWS: readonly Row[] = Array.from({ length: COUNT }, (_, index) => ({
  text: index === 0 ? HOSTILE : `text ${index}`,
  vector: vector(),
}));
const QUERIES = Array.from({ length: 10 }, vector);

/** The places of the nearest rows, computed here, best first. */
function nearest(query: Float32Array, k: number): number[] {
  const scores = ROWS.map((row, index) => [cosine(query, row.vector), index] as const);
  return scores
    .sort((a, b) => b[0] - a[0])
    .slice(0, k)
    .map(([, index]) => index);
}

const MILVUS = { kind: 'milvus', start: startMilvus, text: 'text' } as const;
const CHROMA = { kind: 'chroma', start: () => startChroma(), text: 'document' } as const;
const loaded = (kind: 'milvus' | 'chroma') => (url: string) => loadStore(kind, url, 'texts', ROWS);

const CASES = [
  // The index FLAT is exact.
  {
    title: 'Milvus, loaded from an export',
    ...MILVUS,
    fill: loaded('milvus'),
    least: 100,
    restarts: false,
  },
  // Its own index of rows that it has not sealed yet misses some; random vectors are its hardest case.
  {
    title: 'Milvus, with ids of 64 bits',
    ...MILVUS,
    fill: (url: string) => fillMilvus(url, 'texts', ROWS),
    least: 50,
    restarts: false,
  },
  {
    title: 'Chroma, loaded from an export',
    ...CHROMA,
    fill: loaded('chroma'),
    least: 60,
    restarts: true,
  },
];

for (const { title, kind, start, text: textField, fill, least, restarts } of CASES) {
  describe.skipIf(why !== null)(title, () => {
    let server: StoreServer;
    let store: RemoteStore;
    let ids: string[];
    let collection: StoreCollection;

    beforeAll(async () => {
      server = await start();
      store = openStore(addressOf(server.url, kind));
      expect(await store.collections()).toEqual([]);
      ids = await fill(server.url);
      collection = await store.describe('texts');
    });
    afterAll(() => server?.close());

    it('lists and describes collections', async () => {
      expect(await store.collections()).toEqual(['texts']);
      expect(collection).toMatchObject({ name: 'texts', dim: DIM, metric: 'cosine' });
      expect(collection.count).toBe(kind === 'chroma' ? COUNT : null);
      expect(collection.can.count === true).toBe(kind === 'chroma');
      expect(collection.fields).toContainEqual({ name: textField, kind: 'text' });
      expect(collection.fields.filter((each) => each.kind === 'vector')).toHaveLength(1);
      if (ids[0] === 'row-0') {
        expect(collection.notes).toMatchObject({
          model: 'A model',
          instruction: 'Represent the sentence: ',
        });
      }
    });

    it('finds the rows that an exact search finds, with texts and cosines', async () => {
      let same = 0;
      for (const query of QUERIES) {
        const { hits, ms } = await store.search({
          collection,
          vector: query,
          k: 10,
          text: textField,
        });
        expect(hits).toHaveLength(10);
        expect(ms).toBeGreaterThan(0);
        const best = nearest(query, 10);
        same += hits.filter(({ id }) => best.includes(ids.indexOf(id))).length;
        for (const { id, text, score } of hits) {
          const row = ROWS[ids.indexOf(id)]!;
          expect(text).toBe(row.text);
          expect(score).toBeCloseTo(cosine(query, row.vector), 4);
        }
      }
      console.log(`${title}: ${same} of 100 hits are among the exact top 10 of ${COUNT} rows`);
      expect(same).toBeGreaterThanOrEqual(least);
    });

    it('draws a seeded sample, each row once, with its own text and vector', async () => {
      const order = { collection, text: textField, count: 300, seed: 7, vectors: true };
      const seen: number[] = [];
      const { rows, of } = await store.sample(order, { onProgress: ({ done }) => seen.push(done) });
      expect(of).toBe(COUNT);
      expect(rows).toHaveLength(300);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(300);
      for (const { id, text, vector: stored } of rows) {
        const row = ROWS[ids.indexOf(id)]!;
        expect(text).toBe(row.text);
        expect(cosine(stored!, row.vector)).toBeGreaterThan(0.999_999);
      }
      // Uniform: the mean place of 300 of 20,000 has a standard error of 333.
      const mean = rows.reduce((sum, { id }) => sum + ids.indexOf(id), 0) / rows.length;
      expect(Math.abs(mean - COUNT / 2)).toBeLessThan(1400);
      expect(seen.length).toBeGreaterThan(2);
      const again = await store.sample({ ...order, vectors: false });
      expect(again.rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
      expect(again.rows[0]!.vector).toBeNull();
      const other = await store.sample({ ...order, seed: 8, vectors: false });
      expect(other.rows.map(({ id }) => id)).not.toEqual(rows.map(({ id }) => id));
    });

    it('gives a whole collection as it is, hostile texts included', async () => {
      const { rows } = await store.sample({
        collection,
        text: textField,
        count: COUNT,
        seed: 1,
        vectors: false,
      });
      expect(rows).toHaveLength(COUNT);
      expect(rows.find(({ id }) => id === ids[0])?.text).toBe(HOSTILE);
    });

    it('says what is not there', async () => {
      await expect(store.describe('nothing')).rejects.toMatchObject({
        name: 'StoreError',
        fault: 'missing',
      });
      const elsewhere = openStore({ ...addressOf(server.url, kind), database: 'nowhere' });
      // Chroma has no collections in a database that is not there.
      const found = elsewhere.collections();
      if (kind === 'chroma') expect(await found).toEqual([]);
      else await expect(found).rejects.toMatchObject({ fault: 'missing' });
      const other = openStore(addressOf(server.url, kind === 'milvus' ? 'chroma' : 'milvus'));
      await expect(other.collections()).rejects.toMatchObject({ fault: 'missing' });
    });

    it('survives the end of the server', async () => {
      const query = { collection, vector: QUERIES[0]!, k: 10, text: textField };
      const before = await store.search(query);
      await server.kill();
      await expect(store.search(query)).rejects.toMatchObject({ fault: 'blocked' });
      // Milvus takes a minute to see that the one before it is dead.
      if (!restarts) return;
      await server.restart();
      const found = await eventually(() => store.search(query), before.hits.length);
      expect(found.hits.map(({ id }) => id)).toEqual(before.hits.map(({ id }) => id));
    });
  });
}

function addressOf(url: string, kind: StoreKind) {
  return { url, kind, token: null, database: null };
}

/** A server that started again may load its collections first. */
async function eventually<Found extends { readonly hits: readonly unknown[] }>(
  search: () => Promise<Found>,
  hits: number,
): Promise<Found> {
  const end = Date.now() + 200_000;
  while (true) {
    try {
      const found = await search();
      if (found.hits.length === hits || Date.now() > end) return found;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
