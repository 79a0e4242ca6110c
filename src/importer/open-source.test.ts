/** Where a source is read from, and which version it is pinned to. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { GOLDENS } from '../../testing/goldens.ts';
import { type HubServer, startHub } from '../../testing/hub/server.ts';
import { openImportSource } from './open-source.ts';
import type { ImportSource } from './types.ts';

const FOLDER = join(GOLDENS, 't5-bin/model');
const OTHER = join(GOLDENS, 't5-no-dense/model');
let hub: HubServer;
beforeAll(async () => {
  hub = await startHub({
    'facet-test/open': { folder: FOLDER, revisions: ['main', 'v1'] },
    'facet-test/private': { folder: FOLDER, access: 'private', readers: ['hf_reader'] },
  });
});
afterAll(() => hub.close());
afterEach(() => hub.heal());

const source = (more: Partial<Extract<ImportSource, { kind: 'hub' }>> = {}): ImportSource => ({
  kind: 'hub',
  id: 'facet-test/open',
  revision: 'main',
  hub: hub.url,
  ...more,
});
const open = (from: ImportSource, signal = new AbortController().signal) =>
  openImportSource(from, signal, undefined);
const configOf = async ({ folder }: Awaited<ReturnType<typeof open>>) => {
  const file = (await folder.open('config.json'))!;
  return JSON.parse(new TextDecoder().decode(await file.read(0, file.size)));
};

describe('a repository', () => {
  test('is pinned to its branch’s commit', async () => {
    const opened = await open(source());
    expect(opened).toMatchObject({ name: 'open', label: 'facet-test/open' });
    expect(opened.revision).toMatch(/^[0-9a-f]{40}$/);
    expect(opened.commit).toBe(`facet-test/open\n${opened.revision}`);
    expect((await open(source({ revision: 'v1' }))).revision).toBe(opened.revision);
  });

  test('stays at that commit when the branch moves on', async () => {
    const opened = await open(source());
    const before = await configOf(opened);
    const next = await hub.publish('facet-test/open', { folder: OTHER });
    expect((await open(source())).revision).toBe(next);
    expect(await configOf(opened)).toEqual(before);
  });

  test('is read by its branch on a mirror that tells no commits', async () => {
    hub.inject(/^$/, { kind: 'status', status: 404 }, { at: 'api' });
    const opened = await open(source());
    expect(opened).toMatchObject({ revision: 'main', commit: null });
    expect((await configOf(opened)).model_type).toBe('t5');
  });

  test('is read by its branch on a host that answers every address with a page', async () => {
    hub.inject(/^$/, { kind: 'html' }, { at: 'api' });
    expect(await open(source())).toMatchObject({ revision: 'main', commit: null });
  });

  test('opens with the token if it is private, even if the address ends in a slash', async () => {
    const own = source({ id: 'facet-test/private', token: 'hf_reader', hub: `${hub.url}/` });
    const opened = await open(own);
    expect(opened.revision).toMatch(/^[0-9a-f]{40}$/);
    expect((await configOf(opened)).model_type).toBe('t5');
  });

  test('is not asked for after a cancel', async () => {
    const cancelled = AbortSignal.abort(new Error('cancelled'));
    await expect(open(source(), cancelled)).rejects.toThrow('cancelled');
  });
});

test.each([
  ['https://example.org/models/my-model/', 'my-model'],
  ['https://example.org/models/my-model?download=1#x', 'my-model'],
])('the folder at %s gets the name %s', async (url, name) => {
  expect(await open({ kind: 'url', url })).toMatchObject({ name, label: url, commit: null });
});

test('chosen files get the name of their folder', async () => {
  const files = new Map([['config.json', new Blob(['{}'])]]);
  const opened = await open({ kind: 'files', label: 'picked', files });
  expect(opened).toMatchObject({ name: 'picked', revision: null, commit: null });
  expect(await configOf(opened)).toEqual({});
});
