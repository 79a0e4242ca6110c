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

test('a module is loaded once, and one that failed is loaded again', async () => {
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

test('a failure that has passed when its cause is looked for is not shown', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response(''));
  });
  const load = vi.fn<() => Promise<string>>().mockRejectedValueOnce(failure());
  load.mockResolvedValue('module');
  expect(await lazyModule('The chart', load)()).toBe('module');
  // What stands after the # may be texts, and stays here.
  expect(asked).toEqual(['https://facet.test/', 'https://facet.test/assets/a.js']);
});

test('two that ask at once share one load and one cause', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 503 })));
  const load = vi.fn(() => Promise.reject<string>(failure()));
  const lazy = lazyModule('The chart', load);
  const results = await Promise.allSettled([lazy(), lazy()]);
  expect(load).toHaveBeenCalledTimes(1);
  for (const result of results) {
    expect(String((result as PromiseRejectedResult).reason)).toContain('the server answers 503');
  }
});
