/** Node's fetch against a real server. Node has no Cache API: what is kept, e2e tests show. */
import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { STALL_MS } from '../lib/stall.ts';
import type { FileRecord } from './format.ts';
import { cacheKey, fetchModelFile } from './model-cache.ts';

/** Large enough to come in several chunks, irregular enough that order matters. */
const CONTENT = Buffer.from(Uint32Array.from({ length: 2 ** 18 }, (_, i) => i * 2654435761).buffer);
const EXPECTED: FileRecord = {
  bytes: CONTENT.byteLength,
  sha256: createHash('sha256').update(CONTENT).digest('hex'),
};

let server: Server | undefined;
afterEach(stop);

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/model.safetensors`;
}

async function stop(): Promise<void> {
  const running = server;
  server = undefined;
  if (running === undefined) return;
  running.closeAllConnections();
  await new Promise((resolve) => running.close(resolve));
}

async function refusalOf(promise: Promise<unknown>): Promise<CheckpointError> {
  const error = await promise.then(
    () => expect.fail('must be refused'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CheckpointError);
  return error as CheckpointError;
}

test('gives the bytes, and counts them up to the size', async () => {
  const url = await serve((_, response) => response.end(CONTENT));
  const counts: number[] = [];
  const file = await fetchModelFile(url, EXPECTED, undefined, (loaded, cached) => {
    expect(cached).toBe(false);
    counts.push(loaded);
  });
  expect(file.cached).toBe(false);
  expect(CONTENT.equals(file.bytes)).toBe(true);
  expect(counts.length).toBeGreaterThan(1);
  expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
  expect(counts.at(-1)).toBe(EXPECTED.bytes);
});

test('a server that sends nothing any more is given up, with what to do', async () => {
  const url = await serve((_, response) => void response.write(CONTENT.subarray(0, 1000)));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let some = () => {};
    const begun = new Promise<void>((resolve) => {
      some = resolve;
    });
    const refusal = refusalOf(fetchModelFile(url, EXPECTED, undefined, some));
    await begun;
    // The next read begins in a task of its own.
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(STALL_MS);
    expect((await refusal).message).toMatch(/sent nothing for 20 s.*check the connection/);
  } finally {
    vi.useRealTimers();
  }
});

test('an empty file is a file', async () => {
  const url = await serve((_, response) => response.end());
  const sha256 = createHash('sha256').digest('hex');
  const { bytes } = await fetchModelFile(url, { bytes: 0, sha256 });
  expect(bytes.byteLength).toBe(0);
});

test.each<[what: string, message: RegExp, listener: RequestListener]>([
  [
    'a web page with status 200',
    /web page/,
    (_, response) =>
      response.setHeader('content-type', 'text/html; charset=utf-8').end('<!doctype html>'),
  ],
  ['a missing file', /answered 404/, (_, response) => response.writeHead(404).end('not here')],
  ['a server error', /answered 503/, (_, response) => response.writeHead(503).end()],
  [
    'a file that is too short',
    /ended after 1048575 of 1048576 bytes/,
    (_, response) => response.end(CONTENT.subarray(1)),
  ],
  [
    'a file that is too long',
    /longer than the 1048576 bytes/,
    (_, response) => response.end(Buffer.concat([CONTENT, Buffer.of(0)])),
  ],
  [
    'a changed byte',
    /checksum/,
    (_, response) => {
      const changed = Buffer.from(CONTENT);
      changed[700_000]! ^= 1;
      response.end(changed);
    },
  ],
])('%s is refused, by address', async (_, message, listener) => {
  const url = await serve(listener);
  const error = await refusalOf(fetchModelFile(url, EXPECTED));
  expect(error.message).toMatch(message);
  expect(error.file).toBe(url);
});

test('a server that is down is named', async () => {
  const url = await serve((_, response) => response.end(CONTENT));
  await stop();
  const error = await refusalOf(fetchModelFile(url, EXPECTED));
  expect(error.message).toMatch(/could not be fetched .*check the connection/);
  expect(error.file).toBe(url);
});

test('abort in the middle of the body rejects with the reason of the signal', async () => {
  const url = await serve((_, response) => {
    // The rest never comes.
    response.writeHead(200, { 'content-length': EXPECTED.bytes });
    response.write(CONTENT.subarray(0, 1000));
  });
  const reason = new Error('the user changed their mind');
  const controller = new AbortController();
  let loaded = 0;
  const fetching = fetchModelFile(url, EXPECTED, controller.signal, (bytes) => {
    loaded = bytes;
    controller.abort(reason);
  });
  await expect(fetching).rejects.toBe(reason);
  expect(loaded).toBe(1000);
});

test('a signal that has been aborted already rejects with its reason', async () => {
  const url = await serve((_, response) => response.end(CONTENT));
  const reason = new Error('too late');
  await expect(fetchModelFile(url, EXPECTED, AbortSignal.abort(reason))).rejects.toBe(reason);
});

test('a connection that breaks in the middle of the body is refused, by address', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': EXPECTED.bytes });
    response.write(CONTENT.subarray(0, 1000), () => response.destroy());
  });
  const error = await refusalOf(fetchModelFile(url, EXPECTED));
  expect(error.file).toBe(url);
});

test('the key of a file has its checksum where the Cache API looks', () => {
  const key = (url: string, sha256 = 'ab') => new URL(cacheKey(url, { bytes: 1, sha256 }));
  expect(key('https://h/m/a').href).toBe('https://h/m/a?sha256=ab');
  for (const url of [
    'https://h/m/a',
    'https://h/m/a?b=c',
    'https://h/m/a#b',
    'https://h/a?b#c?d#e',
  ]) {
    expect(key(url).hash).toBe('');
    expect(key(url).search).not.toBe(key(url, 'cd').search);
  }
  expect(key('https://h/m/a?b=c').search).toBe('?b=c&sha256=ab');
});
