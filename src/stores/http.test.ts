/** Requests to a store over a real server that answers badly. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { askerOf, type HttpOptions } from './http.ts';
import type { StoreAddress } from './types.ts';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function asker(
  listener: RequestListener,
  options: HttpOptions = {},
  about: Partial<StoreAddress> = {},
) {
  server = createServer(listener);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return askerOf({ kind: 'chroma', url, token: null, database: null, ...about }, options);
}

it('sends JSON and the token, and reads JSON', async () => {
  const ask = await asker(
    async (request, response) => {
      let body = '';
      for await (const piece of request) body += piece;
      const { authorization } = request.headers;
      response.end(
        JSON.stringify({ url: request.url, method: request.method, authorization, body }),
      );
    },
    {},
    { token: 'secret' },
  );
  expect(await ask('/a/b', { k: 1 })).toEqual({
    ...{ url: '/a/b', method: 'POST', authorization: 'Bearer secret', body: '{"k":1}' },
  });
  expect(await ask('/c')).toMatchObject({ method: 'GET', body: '' });
});

it.each([
  [401, 'refused', /token/],
  [403, 'refused', /token/],
  [404, 'missing', /collection/],
  [500, 'failed', /500: “disk {2}full”/],
] as const)('reports status %i', async (status, fault, words) => {
  const ask = await asker((_, response) => {
    response.statusCode = status;
    response.end(JSON.stringify({ message: 'disk \u001bfull' }));
  });
  await expect(ask('/')).rejects.toMatchObject({
    ...{ name: 'StoreError', fault, message: expect.stringMatching(words) },
  });
});

it('tries again while a server starts', async () => {
  let asked = 0;
  const ask = await asker((_, response) => {
    asked += 1;
    response.statusCode = asked < 3 ? 503 : 200;
    response.end('{}');
  });
  expect(await ask('/')).toEqual({});
  expect(asked).toBe(3);
});

it('gives up a server that does not answer, and one that stops in the middle', async () => {
  const silent = await asker(() => undefined, { patienceMs: 100 });
  await expect(silent('/')).rejects.toMatchObject({ fault: 'silent' });
  server?.closeAllConnections();
  const slow = await asker((_, response) => void response.write('{'), { patienceMs: 100 });
  await expect(slow('/')).rejects.toMatchObject({ fault: 'silent' });
});

it('takes no answer beyond its bounds, announced or not', async () => {
  for (const announced of [true, false]) {
    const ask = await asker(
      (_, response) => {
        if (announced) response.setHeader('Content-Length', 3000);
        response.end('1'.repeat(3000));
      },
      { mostBytes: 1000 },
    );
    await expect(ask('/')).rejects.toMatchObject({ fault: 'answer' });
    server?.close();
  }
});

it('follows no redirect and takes no page for an answer', async () => {
  const ask = await asker((request, response) => {
    if (request.url === '/page') return void response.end('<html>');
    response.writeHead(307, { Location: '/elsewhere' }).end();
  });
  await expect(ask('/page')).rejects.toMatchObject({
    ...{ fault: 'answer', message: expect.stringContaining('other than JSON') },
  });
  await expect(ask('/moved')).rejects.toMatchObject({ fault: 'blocked' });
});

it('stops at once when it is cancelled', async () => {
  const ask = await asker(() => undefined);
  const controller = new AbortController();
  const answer = ask('/', undefined, controller.signal);
  controller.abort(new DOMException('Cancelled', 'AbortError'));
  await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
});
