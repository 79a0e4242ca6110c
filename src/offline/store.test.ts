/** Versions at rest, over a real server and caches in memory: whole or not used, never mixed. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { MemoryCaches } from '../../testing/memory-caches.ts';
import { listedFiles, type OfflineFile, pathWithin, versionOf } from './files.ts';
import {
  anyHas,
  fileOfOther,
  isWhole,
  type Kept,
  keepVersion,
  keptFile,
  removeOthers,
} from './store.ts';

/** What the server has under each path. */
const served = new Map<string, string>();
const asked: string[] = [];
const server = createServer((request, response) => {
  const path = request.url!.slice(1);
  asked.push(path);
  const content = served.get(path);
  if (content === undefined) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': 'text/plain', vary: 'Origin' }).end(content);
});
let scope = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  scope = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => server.close());

let stores = new MemoryCaches();
beforeEach(() => {
  stores = new MemoryCaches();
  globalThis.caches = stores;
  served.clear();
  asked.length = 0;
});

const fileOf = (path: string, content: string): OfflineFile => ({
  path,
  sha256: createHash('sha256').update(content).digest('hex'),
  bytes: Buffer.byteLength(content),
});

/** A version that the server now has. */
async function publish(contents: Readonly<Record<string, string>>): Promise<Kept> {
  served.clear();
  const files = Object.entries(contents).map(([path, content]) => {
    served.set(path, content);
    return fileOf(path, content);
  });
  return { scope, version: await versionOf(files), files };
}

const ONE = { 'index.html': 'one', 'assets/a-1.js': 'a of one', 'assets/b.js': 'b' };
const TWO = { 'index.html': 'two', 'assets/a-2.js': 'a of two', 'assets/b.js': 'b' };
const text = async (response: Response | undefined) => response?.text();

test('a version is whole once all its files are here, and counts their bytes', async () => {
  const one = await publish(ONE);
  expect(await isWhole(one)).toBe(false);
  const counts: number[] = [];
  await keepVersion(one, (done, total) => {
    expect(total).toBe(12);
    counts.push(done);
  });
  expect(counts.at(-1)).toBe(12);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(await isWhole(one)).toBe(true);
  for (const file of one.files) {
    expect(await text(await keptFile(one, file))).toBe(ONE[file.path as keyof typeof ONE]);
  }
});

test('files of another version are refused by their checksums: it is not whole, and what came stays', async () => {
  const one = await publish(ONE);
  // As long as the right one.
  served.set('assets/a-1.js', 'x of one');
  await expect(keepVersion(one)).rejects.toThrow(
    /assets\/a-1\.js could not be stored: it is not of this version/,
  );
  expect(await isWhole(one)).toBe(false);
  served.set('assets/a-1.js', ONE['assets/a-1.js']);
  asked.length = 0;
  await keepVersion(one);
  expect(asked).toEqual(['assets/a-1.js']);
  expect(await isWhole(one)).toBe(true);
});

test('a missing file names itself and the status', async () => {
  const one = await publish(ONE);
  served.delete('assets/b.js');
  await expect(keepVersion(one)).rejects.toThrow(
    'assets/b.js could not be stored: the server answered 404',
  );
});

test('the next version copies what has not changed, and the one before keeps its files until it is removed', async () => {
  const one = await publish(ONE);
  await keepVersion(one);
  const two = await publish(TWO);
  asked.length = 0;
  await keepVersion(two);
  expect(asked.sort()).toEqual(['assets/a-2.js', 'index.html']);
  expect(await text(await keptFile(two, two.files[0]!))).toBe('two');
  // An open page of the first version still loads its parts.
  expect(await text(await fileOfOther(two, `${scope}assets/a-1.js`))).toBe('a of one');
  expect(await isWhole(one)).toBe(true);
  await removeOthers(two);
  expect(await isWhole(two)).toBe(true);
  expect(await fileOfOther(two, `${scope}assets/a-1.js`)).toBeUndefined();
  expect(await anyHas((path) => path.endsWith('a-1.js'))).toBe(false);
});

test('a version that cannot come whole leaves the one before as it was', async () => {
  const one = await publish(ONE);
  await keepVersion(one);
  const two = await publish(TWO);
  served.delete('assets/a-2.js');
  await expect(keepVersion(two)).rejects.toThrow('a-2.js');
  expect(await isWhole(two)).toBe(false);
  expect(await isWhole(one)).toBe(true);
  expect(await text(await keptFile(one, one.files[0]!))).toBe('one');
});

test('weights lie in the cache of models, once for all versions', async () => {
  const weights = { 'models/m/model.safetensors': 'weights' };
  await keepVersion(await publish({ ...ONE, ...weights }));
  const two = await publish({ ...TWO, ...weights });
  asked.length = 0;
  await keepVersion(two);
  expect(asked).not.toContain('models/m/model.safetensors');
  expect(await (await stores.open('facet-models-1')).keys()).toHaveLength(1);
});

test('a version’s name depends on every file', async () => {
  const names = await Promise.all([ONE, TWO, { ...ONE, c: '' }].map((each) => publish(each)));
  expect(new Set(names.map(({ version }) => version)).size).toBe(3);
});

test('takes the build’s list without the entries that have no checksum', () => {
  const sum = 'a'.repeat(64);
  expect(
    listedFiles([
      { url: 'index.html', revision: `${sum}:12` },
      { url: 'manifest.webmanifest', revision: 'abc' },
      { url: 'x', revision: null },
    ]),
  ).toEqual([{ path: 'index.html', sha256: sum, bytes: 12 }]);
});

test.each([
  ['https://host/facet/', 'index.html'],
  ['https://host/facet/#hash', 'index.html'],
  ['https://host/facet/assets/a%20b.js?v=1', 'assets/a b.js'],
  ['https://host/other/a.js', null],
  ['https://elsewhere/facet/a.js', null],
])('%s is the file %s', (address, path) => {
  expect(pathWithin('https://host/facet/', address)).toBe(path);
});
