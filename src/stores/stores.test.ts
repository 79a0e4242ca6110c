/** What is taken of the answers, and of addresses. The real servers' answers are tested by `npm run test:stores`. */
import { expect, it } from 'vitest';
import { isInTheClear, isLocal, storeUrl } from './address.ts';
import { chromaStore } from './chroma.ts';
import { Reservoir } from './draw.ts';
import type { Ask } from './http.ts';
import { milvusStore } from './milvus.ts';

it.each([
  ['localhost:19530', 'http://localhost:19530'],
  [' https://db.example.org/milvus/ ', 'https://db.example.org/milvus'],
  ['http://[::1]:8000', 'http://[::1]:8000'],
])('reads the address %s', (typed, url) => {
  expect(storeUrl(typed)).toBe(url);
});

it.each([
  '',
  'ftp://a',
  'http://a:b@c',
  'http://a/?token=b',
  'http://a/#b',
  'http://',
  'http://a;b',
])('refuses the address %s', (typed) => {
  expect(() => storeUrl(typed)).toThrow(expect.objectContaining({ fault: 'asked' }));
});

it('knows which addresses are local and which go in the clear', () => {
  expect(['http://localhost:1', 'http://192.168.0.2', 'http://a.local'].map(isLocal)).toEqual([
    true,
    true,
    true,
  ]);
  expect(['https://example.org', 'http://11.0.0.1'].map(isLocal)).toEqual([false, false]);
  expect(['http://127.0.0.1:1', 'https://a.org', 'http://a.org'].map(isInTheClear)).toEqual([
    false,
    false,
    true,
  ]);
});

it('draws each item with the same chance, and the same ones for a seed', () => {
  const times = new Array<number>(20).fill(0);
  for (let seed = 0; seed < 4000; seed++) {
    const reservoir = new Reservoir<number>(5, seed);
    for (let item = 0; item < 20; item++) reservoir.add(item);
    const drawn = reservoir.drawn();
    expect(new Set(drawn).size).toBe(5);
    for (const item of drawn) times[item]! += 1;
  }
  // 1,000 each, with a standard deviation of 27.
  for (const count of times) expect(Math.abs(count - 1000)).toBeLessThan(140);
});

const ADDRESS = { url: 'http://a', token: null, database: null };
const answering =
  (answers: Record<string, unknown>): Ask =>
  async (path) =>
    Object.entries(answers).find(([end]) => path.includes(end))?.[1];

it.each([
  ['an id that was rounded', { data: [{ id: 2 ** 60, distance: 0.5 }] }],
  ['no score', { data: [{ id: '1' }] }],
  [
    'more rows than were asked for',
    { data: [1, 2, 3].map((id) => ({ id: `${id}`, distance: 0.1 })) },
  ],
  ['no list', { data: 'x' }],
])('takes no hits of Milvus with %s', async (_, found) => {
  const store = milvusStore(
    { ...ADDRESS, kind: 'milvus' },
    answering({
      describe: {
        code: 200,
        data: {
          fields: [
            { name: 'id', type: 'Int64', primaryKey: true },
            { name: 'vector', type: 'FloatVector(2)' },
          ],
        },
      },
      query: { code: 200, data: [] },
      search: { code: 200, ...found },
    }),
  );
  const collection = await store.describe('a');
  const asked = store.search({ collection, text: null, vector: new Float32Array(2), k: 2 });
  await expect(asked).rejects.toMatchObject({ name: 'StoreError', fault: 'answer' });
});

it('takes no name of a field that would be an expression', async () => {
  const fields = [{ name: 'id > 0 or true', type: 'Int64', primaryKey: true }];
  const store = milvusStore(
    { ...ADDRESS, kind: 'milvus' },
    answering({ describe: { code: 200, data: { fields } } }),
  );
  await expect(store.describe('a')).rejects.toMatchObject({ fault: 'answer' });
});

it('reads version 2 of Milvus as its documentation has it', async () => {
  const store = milvusStore(
    { ...ADDRESS, kind: 'milvus-v2' },
    answering({
      'collections/list': { code: 0, data: ['b', 'a'] },
      'collections/describe': {
        code: 0,
        data: {
          description: '{"model":"m"}',
          fields: [
            { name: 'pk', type: 'VarChar', primaryKey: true },
            { name: 'v', type: 'FloatVector', params: [{ key: 'dim', value: '3' }] },
          ],
          indexes: [{ fieldName: 'v', indexName: 'v', metricType: 'IP' }],
        },
      },
      get_stats: { code: 0, data: { rowCount: 7 } },
      'entities/query': { code: 0, data: [{ pk: 'x', v: [1, 2, 3], note: 'words' }] },
    }),
  );
  expect(await store.collections()).toEqual(['a', 'b']);
  expect(await store.describe('a')).toMatchObject({
    ...{ dim: 3, metric: 'inner product', count: 7, notes: { model: 'm' } },
    fields: [
      { name: 'pk', kind: 'id' },
      { name: 'v', kind: 'vector' },
      { name: 'note', kind: 'text' },
    ],
  });
});

it('takes no vector of another width from Chroma', async () => {
  const store = chromaStore(
    { ...ADDRESS, kind: 'chroma' },
    answering({
      count: 1,
      '/get': { ids: ['a'], metadatas: [null], documents: ['text'], embeddings: [[1, 2]] },
      collections: { id: 'c', dimension: 3, configuration_json: { hnsw: { space: 'cosine' } } },
    }),
  );
  const collection = await store.describe('a');
  const asked = { collection, text: 'document', count: 1, seed: 1, vectors: true };
  await expect(store.sample(asked)).rejects.toMatchObject({ fault: 'answer' });
  await expect(store.sample({ ...asked, vectors: false })).resolves.toMatchObject({
    rows: [{ id: 'a', text: 'text', vector: null }],
  });
});
