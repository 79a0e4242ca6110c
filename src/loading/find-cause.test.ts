import { afterEach, expect, test, vi } from 'vitest';
import { failedAddress, isLoadFailure, LoadError } from '../lib/load-error.ts';
import { findCause, type OpenPage } from './find-cause.ts';

const PAGE: OpenPage = {
  url: 'https://facet.test/app/',
  scripts: ['./assets/index-old.js'],
  onLine: true,
};
const CHUNK = 'https://facet.test/app/assets/Palette-1.js';
const failure = new TypeError(`Failed to fetch dynamically imported module: ${CHUNK}`);

/** A server that answers these addresses only. */
function serve(answers: Readonly<Record<string, Response>>) {
  const fetched = vi.fn(async (url: string, _init: RequestInit) => {
    const answer = answers[url];
    if (answer === undefined) throw new TypeError('Failed to fetch');
    return answer;
  });
  vi.stubGlobal('fetch', fetched);
  return fetched;
}
afterEach(() => void vi.unstubAllGlobals());

const page = (...scripts: string[]) => new Response(scripts.join(' '));
const readScripts = (html: string) => html.split(' ').filter(Boolean);
const causeOf = (error: unknown, open = PAGE) => findCause(error, open, readScripts);
const same = page.bind(null, './assets/index-old.js');

test('the cause names a server that does not answer, or the missing connection', async () => {
  serve({});
  expect(await causeOf(failure)).toEqual({ kind: 'unreachable', host: 'facet.test' });
  expect(await causeOf(failure, { ...PAGE, onLine: false })).toEqual({ kind: 'offline' });
});

test('a server on this machine needs no connection', async () => {
  serve({ [PAGE.url]: same(), [CHUNK]: new Response(null, { status: 503 }) });
  const cause = await causeOf(failure, { ...PAGE, onLine: false });
  expect(cause).toEqual({ kind: 'refused', status: 503 });
});

test('the scripts tell another version on the server; scripts of extensions do not count', async () => {
  serve({ [PAGE.url]: page('./assets/index-new.js') });
  expect(await causeOf(failure)).toEqual({ kind: 'replaced' });
  serve({ [PAGE.url]: same(), [CHUNK]: new Response(null, { status: 404 }) });
  const open = { ...PAGE, scripts: ['moz-extension://x.js', ...PAGE.scripts] };
  expect(await causeOf(failure, open)).toEqual({ kind: 'refused', status: 404 });
});

test('a web page in place of the file, and a file that is back', async () => {
  const html = new Response('', { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
  serve({ [PAGE.url]: same(), [CHUNK]: html });
  expect(await causeOf(failure)).toEqual({ kind: 'web-page' });
  const fetched = serve({ [PAGE.url]: same(), [CHUNK]: new Response('export {}') });
  expect(await causeOf(failure)).toEqual({ kind: 'unknown' });
  // Bypasses the browser's cache, which then keeps the server's current file.
  expect(fetched.mock.calls.map(([, { cache }]) => cache)).toEqual(['no-store', 'reload']);
});

test('asks no other server, whatever the message says', async () => {
  const fetched = serve({ [PAGE.url]: same() });
  const foreign = new TypeError('Failed to fetch dynamically imported module: https://other/x.js');
  expect(await causeOf(foreign)).toEqual({ kind: 'unknown' });
  expect(fetched).toHaveBeenCalledTimes(1);
});

test('code that arrived and failed asks no server', async () => {
  const fetched = serve({});
  expect(await causeOf(new SyntaxError('Unexpected end'))).toEqual({
    kind: 'broken',
    message: 'Unexpected end',
  });
  expect(fetched).not.toHaveBeenCalled();
});

test.each([
  `Failed to fetch dynamically imported module: ${CHUNK}`,
  `error loading dynamically imported module: ${CHUNK}`,
  `Unable to preload CSS for ${CHUNK}`,
])('knows this message of a browser: %s', (message) => {
  expect(isLoadFailure(new Error(message))).toBe(true);
  expect(failedAddress(new Error(message))).toBe(CHUNK);
});

test('no message repeats the browser, and each says what to do', () => {
  const causes = [
    { kind: 'offline' },
    { kind: 'unreachable', host: 'h' },
    { kind: 'replaced' },
    { kind: 'refused', status: 404 },
    { kind: 'refused', status: 503 },
    { kind: 'web-page' },
    { kind: 'unknown' },
    { kind: 'broken', message: 'm' },
  ] as const;
  const errors = causes.map((cause) => new LoadError('The chart', cause));
  for (const { message } of errors) {
    expect(message).toMatch(/^The chart could not be loaded: .*([Tt]ry again|[Rr]eload the page)/);
    expect(isLoadFailure(message)).toBe(false);
  }
  const reloads = errors.filter(({ needsReload }) => needsReload).map(({ reason }) => reason.kind);
  expect(reloads).toEqual(['replaced', 'refused', 'broken']);
});
