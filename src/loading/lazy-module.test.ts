import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lazyModule } from './lazy-module.ts';

const failure = () =>
  new TypeError('Failed to fetch dynamically imported module: https://facet.test/assets/a.js');

beforeEach(() => {
  vi.stubGlobal('document', {
    baseURI: 'https://facet.test/#secret',
    querySelectorAll: () => [],
  });
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal(
    'DOMParser',
    class {
      parseFromString() {
        return { querySelectorAll: () => [] };
      }
    },
  );
});
afterEach(() => void vi.unstubAllGlobals());

test('loads a module once, and again if it failed', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  const load = vi.fn<() => Promise<string>>().mockRejectedValueOnce(failure());
  load.mockResolvedValue('module');
  const lazy = lazyModule('The chart', load);
  await expect(lazy()).rejects.toThrow(
    'The chart could not be loaded: the server that this page came from (facet.test) does not answer.',
  );
  expect(await lazy()).toBe('module');
  expect(await lazy()).toBe('module');
  expect(load).toHaveBeenCalledTimes(2);
});

test('hides a failure that passes while its cause is sought', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response(''));
  });
  const load = vi.fn<() => Promise<string>>().mockRejectedValueOnce(failure());
  load.mockResolvedValue('module');
  expect(await lazyModule('The chart', load)()).toBe('module');
  // The fragment may hold texts, so it is not sent.
  expect(asked).toEqual(['https://facet.test/', 'https://facet.test/assets/a.js']);
});

test('two simultaneous callers share one load and one cause', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 503 })));
  const load = vi.fn(() => Promise.reject<string>(failure()));
  const lazy = lazyModule('The chart', load);
  const results = await Promise.allSettled([lazy(), lazy()]);
  expect(load).toHaveBeenCalledTimes(1);
  for (const result of results) {
    expect(String((result as PromiseRejectedResult).reason)).toContain('the server answers 503');
  }
});
