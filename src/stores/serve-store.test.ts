/** What the document that talks to a store refuses to send, whatever the page asks. */
import { afterEach, expect, it } from 'vitest';
import { Connection } from '../workers/connect.ts';
import { chromaStore } from './chroma.ts';
import { STORE_ERRORS, type StoreApi, type StoreReady } from './protocol.ts';
import { serveStore } from './serve-store.ts';
import { StoreError } from './types.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A document over a store whose answers are these; all that it asks is noted. */
function served(failure: StoreError | null = null) {
  const asked: string[] = [];
  const answers: readonly (readonly [string, unknown])[] = [
    ['count', 3],
    ['get', { ids: [], metadatas: [{ note: 'words' }] }],
    ['query', { ids: [['a']], distances: [[0.25]], documents: [['a text']] }],
    ['collections/texts', { id: 'c', dimension: 2, metadata: { 'hnsw:space': 'cosine' } }],
    ['collections?', [{ name: 'texts' }]],
  ];
  const store = chromaStore(
    { kind: 'chroma', url: 'http://a', token: null, database: null },
    async (path, body) => {
      if (failure !== null) throw failure;
      asked.push(`${path} ${JSON.stringify(body ?? null)}`);
      return answers.find(([part]) => path.includes(part))?.[1];
    },
  );
  const { port1, port2 } = new MessageChannel();
  serveStore(port2, store, async () => new StoreError('blocked', 'explained'));
  const page = new Connection<StoreApi, StoreReady>(port1, { name: 'store', errors: STORE_ERRORS });
  ends.push(() => {
    page.close(new Error('over'));
    port2.close();
  });
  return { page, asked };
}

const vector = Float32Array.of(1, 0);

it('sends vectors, and names that the store itself gave', async () => {
  const { page, asked } = served();
  expect(await page.call('collections', null)).toEqual(['texts']);
  const about = await page.call('describe', { name: 'texts' });
  expect(about).toMatchObject({ dim: 2, metric: 'cosine', count: 3 });
  const found = await page.call('search', { name: 'texts', text: 'document', vector, k: 5 });
  expect(found.hits).toEqual([{ id: 'a', text: 'a text', score: 0.75 }]);
  expect(asked.at(-1)).toContain('"query_embeddings":[[1,0]]');
});

it.each([
  ['a collection that is none', { name: 'a secret text', text: null, vector, k: 5 }],
  ['a field that is none', { name: 'texts', text: 'a secret text', vector, k: 5 }],
  ['a text for a vector', { name: 'texts', text: null, vector: 'a secret text', k: 5 }],
  ['a vector of another width', { name: 'texts', text: null, vector: new Float32Array(3), k: 5 }],
  [
    'a vector without a direction',
    { name: 'texts', text: null, vector: Float32Array.of(1, Number.NaN), k: 5 },
  ],
  ['a text for a number', { name: 'texts', text: null, vector, k: 'a secret text' }],
])('does not send %s', async (_, request) => {
  const { page, asked } = served();
  await page.call('collections', null);
  await page.call('describe', { name: 'texts' });
  const before = asked.length;
  await expect(page.call('search', request as never)).rejects.toMatchObject({ fault: 'asked' });
  await expect(page.call('describe', { name: 'a secret text' })).rejects.toMatchObject({
    fault: 'missing',
  });
  expect(asked.slice(before)).toEqual([]);
});

it('explains why the browser let no answer through, and no other failure', async () => {
  const blocked = served(new StoreError('blocked', 'no answer'));
  await expect(blocked.page.call('collections', null)).rejects.toMatchObject({
    ...{ name: 'StoreError', fault: 'blocked', message: 'explained' },
  });
  const refused = served(new StoreError('refused', 'another token'));
  await expect(refused.page.call('collections', null)).rejects.toMatchObject({
    message: 'another token',
  });
});
