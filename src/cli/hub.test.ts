/** `npm run model` from a server that speaks the hub's layout: redirects to a second host, ranges, tokens. */
import { execFile } from 'node:child_process';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GOLDENS } from '../../e2e/goldens.ts';
import { readModelFolder, writeModelFolder } from './node-model.ts';
import { nodeOrt } from './node-ort.ts';

const run = promisify(execFile);
const MODEL = join(GOLDENS, 't5-wide-heads-safetensors/model');
const PREFIX = '/facet-test/wide-heads/resolve/refs%2Fpr%2F1/';

const seen: string[] = [];
let scratch: string;
let cdn: Server;
let hub: Server;
let address: string;

/** The hub keeps large files on another host. */
const isLarge = (path: string) => /\.(safetensors|bin)$/.test(path);

function sendFile(request: IncomingMessage, response: ServerResponse, path: string): void {
  const size = statSync(path).size;
  const match = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  const [start, end] = [Number(match?.[1] ?? 0), Math.min(Number(match?.[2] ?? size), size - 1)];
  response.writeHead(match === null ? 200 : 206, {
    'content-length': end - start + 1,
    'accept-ranges': 'bytes',
    etag: '"one"',
    ...(match === null ? {} : { 'content-range': `bytes ${start}-${end}/${size}` }),
  });
  createReadStream(path, { start, end }).pipe(response);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'facet-hub-'));
  cdn = createServer((request, response) => {
    seen.push(`cdn ${request.headers.authorization ?? 'open'}`);
    sendFile(request, response, join(MODEL, decodeURIComponent(request.url!.split('?')[0]!)));
  });
  const cdnAddress = (await listen(cdn)).replace('127.0.0.1', 'localhost');
  hub = createServer((request, response) => {
    const url = request.url!;
    if (request.headers.authorization !== 'Bearer hf_secret') return response.writeHead(401).end();
    seen.push(url);
    const path = decodeURIComponent(url.slice(PREFIX.length));
    if (!url.startsWith(PREFIX) || !existsSync(join(MODEL, path)))
      return response.writeHead(404).end();
    if (isLarge(path))
      return response.writeHead(302, { location: `${cdnAddress}/${path}?signed=1` }).end();
    sendFile(request, response, join(MODEL, path));
    return response;
  });
  address = await listen(hub);
});
afterAll(async () => {
  for (const server of [cdn, hub]) {
    server.closeAllConnections();
    server.close();
  }
  await rm(scratch, { recursive: true, force: true });
});

function convert(id: string, output: string, token: string) {
  const args = ['src/cli/model.ts', id, output, '--hub', address, '--revision', 'refs/pr/1'];
  return run('npx', ['tsx', ...args], { env: { ...process.env, HF_TOKEN: token } });
}

test('the model from the hub is, byte for byte, the one from the same folder on disk', async () => {
  const output = join(scratch, 'from-hub');
  const { stdout } = await convert('facet-test/wide-heads', output, 'hf_secret');
  expect(stdout).toContain(`From ${address}: facet-test/wide-heads`);

  const local = join(scratch, 'from-disk');
  const model = await readModelFolder(MODEL, nodeOrt(), { name: 'wide-heads', precision: 'int8' });
  await writeModelFolder(local, model);
  for (const file of [
    'model.json',
    'model.safetensors',
    'tokenizer.json',
    'tokenizer_config.json',
  ]) {
    const [ours, theirs] = await Promise.all(
      [local, output].map((dir) => readFile(join(dir, file))),
    );
    expect([file, ours!.equals(theirs!)]).toEqual([file, true]);
  }
  expect(seen.some((url) => url === `${PREFIX}modules.json`)).toBe(true);
  // The token is for the hub alone.
  expect(new Set(seen.filter((line) => line.startsWith('cdn')))).toEqual(new Set(['cdn open']));
}, 60_000);

test.each([
  [
    'a token that opens nothing',
    'facet-test/wide-heads',
    'hf_other',
    /HTTP 401.*give an access token/,
  ],
  ['a repository that is no model', 'facet-test/nothing', 'hf_secret', /config\.json: is missing/],
  [
    'a folder that is not there',
    './facet-test/wide-heads',
    'hf_secret',
    /config\.json: is missing/,
  ],
])(
  '%s is refused in words',
  async (_, id, token, message) => {
    const failed = await convert(id, join(scratch, 'refused'), token).then(
      () => expect.fail('must be refused'),
      (error: { code: number; stderr: string }) => error,
    );
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(message);
    expect(existsSync(join(scratch, 'refused'))).toBe(false);
  },
  60_000,
);
