/** Models from a server that behaves as the hub does, and as it does on a bad day. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectCheckpointError } from '../../testing/checkpoint-support.ts';
import { GOLDENS } from '../../testing/goldens.ts';
import type { FaultOptions, HubFault } from '../../testing/hub/send.ts';
import { type HubServer, startHub } from '../../testing/hub/server.ts';
import { type Checkpoint, openCheckpoint } from '../encoders/open-checkpoint.ts';
import { nodeFolder } from '../node/folder.ts';
import { type HubOptions, hubFolder } from './hub.ts';

const FOLDER = join(GOLDENS, 't5-bin/model');
const WEIGHTS = /^pytorch_model\.bin$/;
/** Some tensor that lies behind what the first request brings. */
const LATE = 'encoder.block.1.layer.1.DenseReluDense.wo.weight';

let hub: HubServer;
let onDisk: Checkpoint;

beforeAll(async () => {
  hub = await startHub(
    {
      'facet-test/open': { folder: FOLDER, revisions: ['main', 'refs/pr/1'] },
      'facet-test/private': { folder: FOLDER, access: 'private', readers: ['hf_reader'] },
      'facet-test/gated': { folder: FOLDER, access: 'gated', readers: ['hf_reader'] },
      old: { folder: FOLDER },
    },
    ['hf_stranger'],
  );
  onDisk = await openCheckpoint(nodeFolder(FOLDER));
});
afterAll(() => hub.close());
afterEach(() => hub.heal());

const open = (id = 'facet-test/open', options: HubOptions = {}) =>
  openCheckpoint(hubFolder(id, { hub: hub.url, retryDelayMs: 5, ...options }));

/** By name; in base 64, which vitest compares a hundred times as fast as arrays. */
async function everyTensor(checkpoint: Checkpoint): Promise<Map<string, string>> {
  const read = new Map<string, string>();
  for (const source of [checkpoint.weights, ...checkpoint.dense]) {
    for (const name of source.tensors.keys()) {
      read.set(name, Buffer.from(await source.read(name)).toString('base64'));
    }
  }
  return read;
}

describe('a model is read', () => {
  test('with the bytes that lie on disk, each of them sent once but for the tied table', async () => {
    const checkpoint = await open('facet-test/open', { revision: 'refs/pr/1' });
    expect(await everyTensor(checkpoint)).toEqual(await everyTensor(onDisk));
    const { bytes, distinct } = [
      ...hub.traffic(/^facet-test\/open\/pytorch_model\.bin$/).values(),
    ][0]!;
    const table = (await onDisk.weights.read('shared.weight')).byteLength;
    // The directory at the end is read before the tensors that lie beside it.
    expect(bytes - distinct).toBeLessThan(table + 128 * 1024 + 4096);
    expect(distinct).toBeGreaterThan(380_000);
    const hosts = new Map(hub.requests.map(({ file, host }) => [file, host]));
    expect(hosts.get('facet-test/open/pytorch_model.bin')).toBe('cdn');
    expect(hosts.get('facet-test/open/tokenizer.json')).toBe('hub');
  });

  test('of an id without an owner', async () => {
    expect((await open('old')).spec).toEqual(onDisk.spec);
  });

  test('at a commit that has been replaced', async () => {
    const before = await hub.publish('facet-test/moving', { folder: FOLDER });
    const after = await hub.publish('facet-test/moving', {
      folder: join(GOLDENS, 't5-no-dense/model'),
    });
    expect(after).not.toBe(before);
    expect((await open('facet-test/moving', { revision: before })).spec).toEqual(onDisk.spec);
    expect((await open('facet-test/moving')).spec.dense).toEqual([]);
  });

  test.each(['private', 'gated'])('that is %s, with a token of its readers', async (access) => {
    const from = hub.requests.length;
    await everyTensor(await open(`facet-test/${access}`, { token: 'hf_reader' }));
    const toCdn = hub.requests.slice(from).filter(({ host }) => host === 'cdn');
    expect(toCdn.length).toBeGreaterThan(0);
    expect(new Set(toCdn.map(({ authorization }) => authorization))).toEqual(new Set([undefined]));
  });
});

describe('a bad day is borne', () => {
  test.each<[string, HubFault, FaultOptions]>([
    ['connections cut', { kind: 'cut', afterBytes: 3000 }, { skip: 2, times: 3 }],
    ['a connection refused', { kind: 'refuse' }, { skip: 2, times: 2 }],
    ['a busy hub', { kind: 'busy', retryAfterS: 0 }, { at: 'resolve', skip: 2, times: 2 }],
    ['a CDN in trouble', { kind: 'status', status: 503 }, { skip: 2, times: 2 }],
    [
      'a connection that breaks behind the last byte',
      { kind: 'length', by: 100 },
      { skip: 2, times: 1 },
    ],
    ['a server without ranges', { kind: 'no-range' }, {}],
    ['a slow line', { kind: 'slow', bytesPerSecond: 4_000_000 }, {}],
  ])('%s', async (_, fault, options) => {
    hub.inject(WEIGHTS, fault, options);
    expect(await everyTensor(await open())).toEqual(await everyTensor(onDisk));
  });
});

describe('a bad answer is refused', () => {
  test.each<[string, HubFault, FaultOptions, RegExp]>([
    ['other bytes', { kind: 'shifted', by: -8 }, { skip: 2 }, /other bytes/],
    ['a file that was replaced', { kind: 'changed' }, { skip: 2 }, /changed on the server/],
    ['416', { kind: 'not-satisfiable' }, { skip: 2 }, /HTTP 416/],
    ['a web page', { kind: 'html' }, { skip: 2 }, /web page/],
    ['an address that has run out', { kind: 'status', status: 403 }, { skip: 2 }, /HTTP 403/],
    ['no end of 429', { kind: 'busy', retryAfterS: 0 }, { skip: 2 }, /HTTP 429/],
  ])('%s', async (_, fault, options, message) => {
    hub.inject(WEIGHTS, fault, options);
    await expectCheckpointError(async () => (await open()).weights.read(LATE), message);
  });

  test('a web page that says it is JSON', async () => {
    hub.inject(/^config\.json$/, { kind: 'html', type: 'application/json' });
    await expectCheckpointError(() => open(), /config\.json: holds a web page/);
  });

  test('a stalled line ends when cancelled', async () => {
    hub.inject(WEIGHTS, { kind: 'stall', afterBytes: 100 }, { skip: 2 });
    const checkpoint = await open();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    await expect(checkpoint.weights.read(LATE, controller.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test.each([
    ['a private model without a token', 'facet-test/private', {}, /HTTP 401.*give an access token/],
    ['a gated model without a token', 'facet-test/gated', {}, /HTTP 401.*give an access token/],
    [
      'a gated model whose licence was not accepted',
      'facet-test/gated',
      { token: 'hf_stranger' },
      /HTTP 403.*wants its licence accepted/,
    ],
    [
      'a private model of others',
      'facet-test/private',
      { token: 'hf_stranger' },
      /config\.json: is missing/,
    ],
    ['a token that is none', 'facet-test/open', { token: 'hf_typo' }, /HTTP 401/],
    ['a revision that is none', 'facet-test/open', { revision: 'v9' }, /config\.json: is missing/],
  ])('%s', async (_, id, options, message) => {
    await expectCheckpointError(() => open(id, options), message);
  });
});
