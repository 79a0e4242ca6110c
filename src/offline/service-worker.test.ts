/** The service worker in a world of its own: a server, caches in memory and the events that a browser sends. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { MemoryCaches } from '../../testing/memory-caches.ts';
import type { OfflineReply, OfflineRequest } from './protocol.ts';

const served = new Map<string, string>();
const asked: string[] = [];
const server = createServer((request, response) => {
  const path = new URL(request.url!, 'http://host').pathname.slice(1) || 'index.html';
  asked.push(path);
  const content = served.get(path);
  if (content === undefined) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': 'text/plain' }).end(content);
});
let scope = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  scope = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => server.close());
beforeEach(() => {
  globalThis.caches = new MemoryCaches();
  served.clear();
  asked.length = 0;
});

type Contents = Readonly<Record<string, string>>;

const ONE = { 'index.html': 'one', 'assets/a-1.js': 'a of one' };
const TWO = { 'index.html': 'two', 'assets/a-2.js': 'a of two' };

function publish(contents: Contents): void {
  served.clear();
  for (const [path, content] of Object.entries(contents)) served.set(path, content);
}

/** A page that answers which version it came from. */
const page = (version: string | null) => ({
  postMessage: (_: unknown, [port]: [MessagePort]) => port.postMessage(version),
});

/** The script as the browser starts it; `active` says whether an older one runs. */
async function startWorker(contents: Contents, active: boolean) {
  const handlers = new Map<string, (event: object) => void>();
  const skipWaiting = vi.fn(async () => undefined);
  const pages: ReturnType<typeof page>[] = [];
  vi.resetModules();
  vi.stubGlobal('self', {
    registration: { scope, active: active ? {} : null, installing: null, waiting: null },
    clients: { claim: async () => undefined, matchAll: async () => pages },
    skipWaiting,
    addEventListener: (name: string, handler: (event: object) => void) =>
      handlers.set(name, handler),
    __WB_MANIFEST: Object.entries(contents).map(([url, content]) => ({
      url,
      revision: `${createHash('sha256').update(content).digest('hex')}:${content.length}`,
    })),
  });
  await import('./service-worker.ts');
  /** Sends an event, and gives what the worker wants to be waited for. */
  const send = async (name: string, fields: object = {}): Promise<unknown> => {
    let waited: Promise<unknown> = Promise.resolve();
    const keep = (promise: Promise<unknown>) => {
      waited = promise;
    };
    handlers.get(name)!({ waitUntil: keep, respondWith: keep, ...fields });
    return waited;
  };
  return {
    skipWaiting,
    pages,
    install: () => send('install'),
    async get(path: string, destination = ''): Promise<Response | undefined> {
      const request = new Request(new URL(path, scope));
      Object.defineProperty(request, 'destination', { value: destination });
      return (await send('fetch', { request })) as Response | undefined;
    },
    async ask(data: OfflineRequest): Promise<OfflineReply[]> {
      const replies: OfflineReply[] = [];
      await send('message', {
        data,
        ports: [{ postMessage: (reply: OfflineReply) => replies.push(reply) }],
      });
      return replies;
    },
  };
}

const text = async (response: Response | undefined) => response?.text();
const PREPARE: OfflineRequest = { kind: 'prepare', gpu: false };

test('the first version begins at once, and serves from the network until it is whole', async () => {
  publish(ONE);
  const worker = await startWorker(ONE, false);
  await worker.install();
  expect(worker.skipWaiting).toHaveBeenCalledOnce();
  expect(asked).toEqual([]);
  expect(await text(await worker.get('./'))).toBe('one');
  expect(asked).toEqual(['index.html']);

  const replies = await worker.ask(PREPARE);
  expect(replies.at(-1)).toMatchObject({ kind: 'ready' });
  expect(replies[0]).toMatchObject({ kind: 'progress', totalBytes: 11 });
  served.clear();
  expect(await text(await worker.get('./#facet=x'))).toBe('one');
  expect(await text(await worker.get('assets/a-1.js'))).toBe('a of one');
});

test('a server that has moved on meanwhile gives no mix of two versions', async () => {
  publish(TWO);
  const worker = await startWorker(ONE, false);
  await worker.install();
  expect(await worker.ask(PREPARE)).toContainEqual({
    kind: 'failed',
    reason: expect.stringMatching(/could not be stored/),
  });
  expect(await text(await worker.get('./'))).toBe('two');
});

test('a later version is installed whole or not at all, and takes over when it is told to', async () => {
  publish(ONE);
  const one = await startWorker(ONE, false);
  await one.ask(PREPARE);

  publish({ ...TWO, 'assets/a-2.js': 'damaged!' });
  const broken = await startWorker(TWO, true);
  await expect(broken.install()).rejects.toThrow('assets/a-2.js could not be stored');
  served.clear();
  const again = await startWorker(ONE, true);
  expect(await text(await again.get('./'))).toBe('one');

  publish(TWO);
  const two = await startWorker(TWO, true);
  await two.install();
  expect(two.skipWaiting).not.toHaveBeenCalled();
  served.clear();
  await two.ask({ kind: 'activate' });
  expect(two.skipWaiting).toHaveBeenCalledOnce();
  expect(await text(await two.get('./'))).toBe('two');
  // A page of the first version loads a part late.
  expect(await text(await two.get('assets/a-1.js'))).toBe('a of one');
});

test('another version’s files go once no open page needs them', async () => {
  publish(ONE);
  const replies = await (await startWorker(ONE, false)).ask(PREPARE);
  expect(replies.at(-1)).toMatchObject({ kind: 'ready' });
  publish(TWO);
  const two = await startWorker(TWO, true);
  await two.install();
  const names = async () => (await caches.keys()).filter((name) => /^facet-offline-/.test(name));
  two.pages.push(page('the first one'));
  await two.ask(PREPARE);
  expect(await names()).toHaveLength(2);
  const last = (await two.ask(PREPARE)).at(-1);
  two.pages[0] = page(last?.kind === 'ready' ? last.version : null);
  await two.ask(PREPARE);
  expect(await names()).toHaveLength(1);
  served.clear();
  expect(await text(await two.get('./'))).toBe('two');
});

test('isolates documents once it is asked to, and nothing else', async () => {
  publish(ONE);
  const worker = await startWorker(ONE, false);
  const policy = 'Cross-Origin-Embedder-Policy';
  expect((await worker.get('./', 'document'))?.headers.has(policy)).toBe(false);
  await worker.ask({ kind: 'isolate' });
  expect((await worker.get('./', 'document'))?.headers.get(policy)).toBe('require-corp');
  expect((await worker.get('assets/a-1.js', 'script'))?.headers.has(policy)).toBe(false);
  // Another start of the worker still knows.
  const again = await startWorker(ONE, true);
  expect((await again.get('./', 'document'))?.headers.get(policy)).toBe('require-corp');
});

test('asks the network for nothing while the user shuts it out', async () => {
  publish(ONE);
  const worker = await startWorker(ONE, false);
  await worker.ask({ kind: 'network', allowed: false });
  expect((await worker.get('./'))?.type).toBe('error');
  expect(asked).toEqual([]);
  await worker.ask({ kind: 'network', allowed: true });
  expect(await text(await worker.get('./'))).toBe('one');
});

test('leaves other sites, and what is no GET, to the browser', async () => {
  const worker = await startWorker(ONE, false);
  expect(await worker.get('https://elsewhere.example/x')).toBeUndefined();
});
