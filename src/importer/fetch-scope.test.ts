/** What the fetch frame may ask: the files of one source, and nothing beside. */
import { expect, test } from 'vitest';
import { isOwnSite, isWithin, networkSource } from './fetch-scope.ts';
import type { NetworkSource } from './types.ts';

const HUB: NetworkSource = {
  kind: 'hub',
  id: 'owner/name',
  revision: 'main',
  hub: 'https://hub.example/mirror',
};
const FOLDER: NetworkSource = { kind: 'url', url: 'https://host.example/a/model?key=1' };

test.each([
  [HUB, 'https://hub.example/mirror/owner/name/resolve/main/config.json'],
  [HUB, 'https://hub.example/mirror/api/models/owner/name/revision/main'],
  [FOLDER, 'https://host.example/a/model/1_Pooling/config.json?key=1'],
])('%o: its own file %s', (source, url) => {
  expect(isWithin(source, url)).toBe(true);
});

test.each([
  [HUB, 'https://hub.example/mirror/owner/other/resolve/main/config.json'],
  [HUB, 'https://hub.example/mirror/owner/name/resolve/main/config.json?text=secret'],
  [HUB, 'https://hub.example/mirror/owner/name/../../x'],
  [HUB, 'https://hub.example/mirror/owner/name/%2e%2e/%2e%2e/x'],
  [HUB, 'https://hub.example.evil/mirror/owner/name/config.json'],
  [HUB, 'https://secret@hub.example/mirror/owner/name/config.json'],
  [HUB, 'https://hub.example/mirror/owner/names/config.json'],
  [FOLDER, 'https://host.example/a/model/config.json'],
  [FOLDER, 'http://host.example/a/model/config.json?key=1'],
  [FOLDER, 'https://host.example/a/models/config.json?key=1'],
  [FOLDER, 'https://host.example/a/model/config.json?key=1#secret'],
  [FOLDER, 'config.json'],
])('%o: not %s', (source, url) => {
  expect(isWithin(source, url)).toBe(false);
});

test('takes the fields of a source and no others', () => {
  expect(networkSource({ ...HUB, text: 'secret' } as NetworkSource)).toEqual(HUB);
  expect(networkSource({ kind: 'files', label: 'x', files: new Map() })).toBeNull();
});

test('a source on the page\u2019s own site needs no frame', () => {
  expect(isOwnSite(FOLDER, 'https://host.example')).toBe(true);
  expect(isOwnSite(FOLDER, 'http://host.example')).toBe(false);
  expect(isOwnSite(HUB, 'https://host.example')).toBe(false);
});
