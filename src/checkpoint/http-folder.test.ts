import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectCheckpointError } from '../../testing/checkpoint-support.ts';
import { httpFolder } from './http-folder.ts';

/** Longer than the first request, so that later ones are really ranged. */
const DATA = Uint8Array.from({ length: 600_000 }, (_, i) => (i * 7919) >> 3);
const EDGE = 256 * 1024;

type Handler = (request: IncomingMessage, response: ServerResponse, hits: number) => void;

/** More than is held in memory of a server without ranges. */
const LARGE = [DATA, DATA, DATA];

interface Range {
  readonly start: number;
  readonly end: number;
}

function rangeOf(request: IncomingMessage): Range | null {
  const match = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  return match === null
    ? null
    : { start: Number(match[1]), end: Math.min(Number(match[2]) + 1, DATA.byteLength) };
}

function sendRange(
  request: IncomingMessage,
  response: ServerResponse,
  headers: Record<string, string> = {},
): void {
  const { start, end } = rangeOf(request)!;
  if (start >= end) {
    response.writeHead(416).end();
    return;
  }
  response.writeHead(206, {
    'content-range': `bytes ${start}-${end - 1}/${DATA.length}`,
    ...headers,
  });
  response.end(DATA.subarray(start, end));
}

const handlers: Record<string, Handler> = {
  '/ranged': (request, response) => sendRange(request, response),
  '/whole': (_, response) => response.writeHead(200).end(DATA),
  '/large': (_, response) => {
    for (const part of LARGE) response.write(part);
    response.end();
  },
  '/announced': (_, response) =>
    response.writeHead(200, { 'content-length': DATA.length }).end(DATA),
  '/empty': (_, response) => response.writeHead(416, { 'content-range': 'bytes */0' }).end(),
  '/page': (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html>'),
  '/page-later': (request, response, hits) =>
    hits === 1
      ? sendRange(request, response)
      : response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>'),
  '/hidden-size': (request, response) => {
    if (request.method === 'HEAD') {
      response.writeHead(200, { 'content-length': DATA.length }).end();
      return;
    }
    const { start, end } = rangeOf(request)!;
    response.writeHead(206).end(DATA.subarray(start, end));
  },
  '/no-size': (request, response) =>
    request.method === 'HEAD' ? response.writeHead(200).end() : response.writeHead(206).end('x'),
  '/short': (request, response, hits) => {
    if (hits === 1) return sendRange(request, response);
    const { start, end } = rangeOf(request)!;
    response.writeHead(206, { 'content-range': `bytes ${start}-${end - 1}/${DATA.length}` });
    response.end(DATA.subarray(start, end - 5));
  },
  '/long': (request, response, hits) => {
    if (hits === 1) return sendRange(request, response);
    const { start, end } = rangeOf(request)!;
    response.writeHead(206, { 'content-range': `bytes ${start}-${end - 1}/${DATA.length}` });
    response.end(DATA.subarray(start - 5, end));
  },
  '/shifted': (request, response, hits) => {
    if (hits === 1) return sendRange(request, response);
    const { start, end } = rangeOf(request)!;
    response.writeHead(206, { 'content-range': `bytes ${start - 1}-${end - 2}/${DATA.length}` });
    response.end(DATA.subarray(start - 1, end - 1));
  },
  '/whole-later': (request, response, hits) =>
    hits === 1 ? sendRange(request, response) : response.writeHead(200).end(DATA),
  '/changed': (request, response, hits) => sendRange(request, response, { etag: `"${hits}"` }),
  '/gone-later': (request, response, hits) =>
    hits === 1 ? sendRange(request, response) : response.writeHead(416).end(),
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-length': DATA.length });
    response.write(DATA.subarray(0, 1000), () => response.destroy());
  },
  '/private': (_, response) => response.writeHead(403).end(),
  '/busy': (_, response) => response.writeHead(429).end(),
  '/broken': (_, response) => response.writeHead(503).end(),
  // Breaks off three times, each time a little further on.
  '/flaky': (request, response, hits) => {
    if (hits === 1 || hits > 4) return sendRange(request, response);
    const { start, end } = rangeOf(request)!;
    response.writeHead(206, {
      'content-range': `bytes ${start}-${end - 1}/${DATA.length}`,
      'content-length': end - start,
    });
    response.write(DATA.subarray(start, start + 50_000), () => response.destroy());
  },
  '/busy-later': (request, response, hits) => {
    if (hits === 2) response.writeHead(429, { 'retry-after': '1' }).end();
    else if (hits === 3) response.writeHead(503).end();
    else sendRange(request, response);
  },
  '/busy-second': (request, response, hits) =>
    hits === 1 ? response.writeHead(503).end() : sendRange(request, response),
  '/down-later': (request, response, hits) =>
    hits === 1 ? sendRange(request, response) : response.writeHead(503).end(),
  '/long-wait': (request, response, hits) =>
    hits === 1
      ? sendRange(request, response)
      : response.writeHead(429, { 'retry-after': '25' }).end(),
  '/token': (request, response) =>
    request.headers.authorization === 'Bearer hf_secret'
      ? sendRange(request, response)
      : response.writeHead(401).end(),
  '/stalled': (request, response, hits) => {
    if (hits === 1) sendRange(request, response);
  },
  // Sends nothing for ever, then a few bytes and nothing more, then all.
  '/stalled-twice': (request, response, hits) => {
    if (hits === 2) return;
    if (hits !== 3) return sendRange(request, response);
    const { start, end } = rangeOf(request)!;
    response.writeHead(206, { 'content-range': `bytes ${start}-${end - 1}/${DATA.length}` });
    response.write(DATA.subarray(start, start + 3));
  },
  '/1_Dense/a%20b?download=true': (request, response) => sendRange(request, response),
};

const hits = new Map<string, number>();
const server = createServer((request, response) => {
  const url = request.url ?? '';
  const count = (hits.get(url) ?? 0) + 1;
  hits.set(url, count);
  const handler = handlers[url];
  if (handler === undefined) response.writeHead(404).end();
  else handler(request, response, count);
});
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const open = async (path: string) => {
  hits.clear();
  return (await httpFolder(origin, { retryDelayMs: 5 }).open(path))!;
};

describe('reads', () => {
  test.each(['ranged', 'whole', 'announced', 'hidden-size'])('%s', async (path) => {
    const source = await open(path);
    expect(source.size).toBe(DATA.length);
    for (const [start, end] of [
      [0, 10],
      [EDGE - 3, EDGE + 3],
      [DATA.length - 4, DATA.length],
      [5, 5],
      [DATA.length, DATA.length],
    ] as const) {
      expect(await source.read(start, end)).toEqual(DATA.slice(start, end));
    }
  });

  test('a large file of a server without ranges is kept elsewhere, and read from there by slices', async () => {
    const kept: Uint8Array<ArrayBuffer>[] = [];
    const keep = async (chunks: AsyncIterable<Uint8Array>) => {
      for await (const chunk of chunks) kept.push(Uint8Array.from(chunk));
      return new Blob(kept);
    };
    const source = (await httpFolder(origin, { keep }).open('large'))!;
    expect(source.size).toBe(3 * DATA.length);
    expect(kept.length).toBeGreaterThan(1);
    const [start, end] = [2 * DATA.length - 5, 2 * DATA.length + 5];
    expect(await source.read(start, end)).toEqual(
      Uint8Array.of(...DATA.slice(-5), ...DATA.slice(0, 5)),
    );
    // A small one is not worth a file.
    kept.length = 0;
    await httpFolder(origin, { keep }).open('whole');
    expect(kept).toEqual([]);
  });

  test('a file that is kept is fetched once', async () => {
    let kept = 0;
    const keep = async (chunks: AsyncIterable<Uint8Array>) => {
      for await (const chunk of chunks) kept += chunk.byteLength;
      return new Blob();
    };
    const folder = httpFolder(origin, { keep });
    const first = await folder.open('large');
    expect(await folder.open('large')).toBe(first);
    expect(kept).toBe(3 * DATA.length);
  });

  test('what keeping a file throws is thrown, and the transfer ends', async () => {
    const keep = async () => Promise.reject(new Error('the disk is full'));
    await expect(httpFolder(origin, { keep }).open('large')).rejects.toThrow('the disk is full');
  });

  test('small reads at the front in one request', async () => {
    const source = await open('ranged');
    await source.read(0, 8);
    await source.read(8, EDGE);
    expect(hits.get('/ranged')).toBe(1);
  });

  test('no byte twice where a read begins within what is already here', async () => {
    const source = await open('ranged');
    const asked: (string | undefined)[] = [];
    const listen = (request: IncomingMessage) => asked.push(request.headers.range);
    server.on('request', listen);
    expect(await source.read(EDGE - 3, EDGE + 3)).toEqual(DATA.slice(EDGE - 3, EDGE + 3));
    server.off('request', listen);
    expect(asked).toEqual([`bytes=${EDGE}-${EDGE + 2}`]);
  });

  test('an empty file', async () => {
    const source = await open('empty');
    expect(source.size).toBe(0);
    expect(await source.read(0, 0)).toHaveLength(0);
  });

  test('null for a file that is absent', async () => {
    expect(await httpFolder(origin).open('absent.json')).toBeNull();
  });

  test('keeps the query and escapes the path', async () => {
    const source = await httpFolder(`${origin}/?download=true`).open('1_Dense/a b');
    expect(source?.size).toBe(DATA.length);
  });
});

describe('goes on', () => {
  test('after broken connections, from the byte it had come to', async () => {
    const source = await open('flaky');
    const served: (string | undefined)[] = [];
    const listen = (request: IncomingMessage) => served.push(request.headers.range);
    server.on('request', listen);
    expect(await source.read(300_000, DATA.length)).toEqual(DATA.slice(300_000));
    server.off('request', listen);
    // Some bytes of a broken response may be lost on the way; none is asked for twice from the start.
    const starts = served.map((range) => Number(/=(\d+)-/.exec(range!)![1]));
    expect(starts[0]).toBe(300_000);
    expect(starts).toHaveLength(4);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(starts[3]).toBeGreaterThan(300_000);
  });

  test('when a busy server answers again, not before it asked to be left alone', async () => {
    const source = await open('busy-later');
    const began = performance.now();
    expect(await source.read(300_000, 300_008)).toEqual(DATA.slice(300_000, 300_008));
    expect(performance.now() - began).toBeGreaterThan(950);
    expect(hits.get('/busy-later')).toBe(4);
  });

  test('opening a further file of a folder that has answered', async () => {
    hits.clear();
    const folder = httpFolder(origin, { retryDelayMs: 5 });
    expect(await folder.open('absent.json')).toBeNull();
    expect((await folder.open('busy-second'))?.size).toBe(DATA.length);
  });

  test('until it has tried six times in vain', async () => {
    const source = await open('down-later');
    await expectCheckpointError(() => source.read(300_000, 300_008), /HTTP 503.*try again later/);
    expect(hits.get('/down-later')).toBe(1 + 6);
  });

  test('and stops waiting when cancelled', async () => {
    const source = await open('long-wait');
    const controller = new AbortController();
    const reading = source.read(300_000, 300_008, controller.signal);
    const reason = new Error('never mind');
    setTimeout(() => controller.abort(reason), 30);
    await expect(reading).rejects.toBe(reason);
  });
});

test('a token opens what is closed without it, and goes to no other host', async () => {
  await expectCheckpointError(() => open('token'), /HTTP 401.*give an access token/);
  const folder = httpFolder(origin, { token: 'hf_secret' });
  expect((await folder.open('token'))?.size).toBe(DATA.length);

  const seen: (string | undefined)[] = [];
  const elsewhere = createServer((request, response) => {
    seen.push(request.headers.authorization);
    sendRange(request, response);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => elsewhere.once('listening', resolve));
  const { port } = elsewhere.address() as AddressInfo;
  handlers['/moved'] = (_, response) =>
    response.writeHead(302, { location: `http://localhost:${port}/cdn` }).end();
  const source = (await folder.open('moved'))!;
  expect(await source.read(300_000, 300_008)).toEqual(DATA.slice(300_000, 300_008));
  expect(seen).toEqual([undefined, undefined]);
  elsewhere.closeAllConnections();
  elsewhere.close();
});

describe('refuses', () => {
  test.each<[string, RegExp]>([
    ['page', /web page instead of the file/],
    ['no-size', /does not say how long/],
    ['private', /HTTP 403; no model has this name, or it is private/],
    ['busy', /HTTP 429.*wait/],
    ['broken', /HTTP 503.*try again later/],
    ['cut', /could not be fetched|of the 600000 bytes/],
  ])('%s, at once', async (path, message) => {
    await expectCheckpointError(() => open(path), message);
  });

  test.each<[string, RegExp]>([
    ['short', /sent 3 of the 8 bytes/],
    ['long', /more than the 8 bytes/],
    ['shifted', /other bytes/],
    ['whole-later', /other bytes \(HTTP 200\)/],
    ['page-later', /web page/],
    ['changed', /changed on the server/],
    ['gone-later', /HTTP 416/],
  ])('%s, in a later read', async (path, message) => {
    const source = await open(path);
    const error = await expectCheckpointError(() => source.read(300_000, 300_008), message);
    expect(error.file).toBe(`${origin}/${path}`);
  });

  test('ranges outside the file', async () => {
    const source = await open('ranged');
    for (const [start, end] of [
      [0, DATA.length + 1],
      [-1, 4],
      [4, 3],
      [0.5, 4],
      [Number.NaN, 4],
    ] as const) {
      await expectCheckpointError(() => source.read(start, end), /outside the file/);
    }
  });

  test('a server that is not there', async () => {
    const nowhere = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => nowhere.once('listening', resolve));
    const { port } = nowhere.address() as AddressInfo;
    await new Promise((resolve) => nowhere.close(resolve));
    const folder = httpFolder(`http://127.0.0.1:${port}/model`);
    await expectCheckpointError(() => folder.open('config.json'), /check the connection/);
  });

  test.each(['../secret', '/etc/passwd', 'a//b', 'a\\b', 'http://x/y', '.', ''])(
    'the path %j',
    async (path) => {
      await expectCheckpointError(() => httpFolder(origin).open(path), /not a path inside/);
    },
  );

  test('an address that is none', async () => {
    await expectCheckpointError(() => httpFolder('models/x'), /not an absolute address/);
  });
});

test('a stalled read ends when cancelled', async () => {
  const source = await open('stalled');
  const controller = new AbortController();
  const reading = source.read(300_000, 300_008, controller.signal);
  setTimeout(() => controller.abort(), 20);
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
});

describe('a server that sends nothing any more', () => {
  const openImpatiently = async (path: string) => {
    hits.clear();
    return (await httpFolder(origin, { retryDelayMs: 5, stallMs: 100 }).open(path))!;
  };

  test('is asked again, for the bytes that are missing', async () => {
    const source = await openImpatiently('stalled-twice');
    expect(await source.read(300_000, 300_008)).toEqual(DATA.slice(300_000, 300_008));
    expect(hits.get('/stalled-twice')).toBe(4);
  });

  test('is given up after six tries, with what to do', async () => {
    const source = await openImpatiently('stalled');
    await expectCheckpointError(
      () => source.read(300_000, 300_008),
      /sent nothing for 100 ms: check the connection, then try again/,
    );
    expect(hits.get('/stalled')).toBe(1 + 6);
  });
});
