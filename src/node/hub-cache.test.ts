import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeFolder } from './folder.ts';
import { modelName, snapshotIn } from './hub-cache.ts';

let cache: string;
let hub: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'facet-cache-'));
  hub = join(cache, 'hub');
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

/** Puts a version of a model into the cache, as huggingface_hub does. */
function put(model: string, commit: string, { main = false, files = ['modules.json'] } = {}) {
  const repo = join(hub, model);
  for (const [i, name] of files.entries()) {
    const blob = join(repo, 'blobs', `${commit}${i}`);
    mkdirSync(dirname(blob), { recursive: true });
    writeFileSync(blob, '[]');
    const file = join(repo, 'snapshots', commit, name);
    mkdirSync(dirname(file), { recursive: true });
    symlinkSync(blob, file);
  }
  mkdirSync(join(repo, 'refs'), { recursive: true });
  if (main) writeFileSync(join(repo, 'refs', 'main'), commit);
  return join(repo, 'snapshots', commit);
}

test('the one snapshot, from any folder of the cache above it', () => {
  const snapshot = put('models--acme--tiny', 'aaa111', { main: true });
  mkdirSync(join(hub, '.locks', 'models--acme--tiny'), { recursive: true });
  mkdirSync(join(hub, 'datasets--acme--rows', 'snapshots', 'x'), { recursive: true });
  const repo = join(hub, 'models--acme--tiny');
  for (const each of [cache, hub, repo, `${repo}/`, join(repo, 'snapshots'), join(repo, 'blobs')]) {
    expect(snapshotIn(each)).toBe(snapshot);
  }
  expect(snapshotIn(snapshot)).toBe(snapshot);
});

test('several versions, and several models, are listed by their paths, main first', () => {
  const old = put('models--acme--tiny', 'aaa111');
  const main = put('models--acme--tiny', 'bbb222', { main: true });
  expect(() => snapshotIn(join(hub, 'models--acme--tiny'))).toThrow(
    `models--acme--tiny: is a model of Hugging Face's cache in 2 versions; name one of them: ${main}, ${old}`,
  );
  const other = put('models--acme--other', 'ccc333');
  for (const each of [hub, cache]) {
    expect(() => snapshotIn(each)).toThrow(
      `${each}: is Hugging Face's cache of 2 models; name one of them: ${other}, ${main}`,
    );
  }
});

test('a model without a whole version', () => {
  mkdirSync(join(hub, 'models--acme--tiny', 'blobs'), { recursive: true });
  const words = /without a whole version; fetch it with "hf download/;
  expect(() => snapshotIn(join(hub, 'models--acme--tiny'))).toThrow(words);
  expect(() => snapshotIn(hub)).toThrow(/no model in it is whole/);
});

test('other folders stay as they are', () => {
  const folder = join(cache, 'mine');
  mkdirSync(join(folder, 'snapshots', 'x'), { recursive: true });
  for (const each of [folder, join(cache, 'nothing'), '.']) expect(snapshotIn(each)).toBe(each);
  // A model beside the cache, as where it was downloaded into the folder of the caches.
  put('models--acme--tiny', 'aaa111');
  writeFileSync(join(cache, 'modules.json'), '[]');
  expect(snapshotIn(cache)).toBe(cache);
});

test('a snapshot is named after its model', () => {
  expect(modelName(put('models--acme--tiny-base', 'aaa111'))).toBe('tiny-base');
  expect(modelName(put('models--tiny', 'aaa111'))).toBe('tiny');
  expect(modelName('/somewhere/base/')).toBe('base');
});

test('a link to nothing is named, and not passed over as a file that is not there', async () => {
  const snapshot = put('models--acme--tiny', 'aaa111');
  symlinkSync('../../blobs/gone', join(snapshot, 'tokenizer_config.json'));
  const folder = nodeFolder(snapshot);
  expect(await folder.open('modules.json')).not.toBeNull();
  expect(await folder.open('config.json')).toBeNull();
  await expect(folder.open('tokenizer_config.json')).rejects.toThrow(
    /tokenizer_config\.json: is a link to \.\.\/\.\.\/blobs\/gone, and nothing is there: .*hf download/,
  );
});
