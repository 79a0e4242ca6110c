/**
 * Stored versions of Facet in this browser (Cache API), one cache each. A version serves once it is whole: every file
 * has come, with the checksum that the build gave it.
 */
import pRetry, { AbortError } from 'p-retry';
import { STALL_MS, unstalled } from '../lib/stall.ts';
import { cacheKey, MODEL_CACHE } from '../model-folder/model-cache.ts';
import { isWeights, type OfflineFile, sha256Of } from './files.ts';

const PREFIX = 'facet-offline-';
/** Files fetched at once. */
const LANES = 4;
const RETRIES = 2;
/** Headers that describe the transfer, not the file. */
const OF_TRANSFER = [
  'content-encoding',
  'content-length',
  'content-range',
  'transfer-encoding',
  'vary',
];

export interface Kept {
  /** Base address of the page's folder, with a slash at its end. */
  readonly scope: string;
  readonly version: string;
  readonly files: readonly OfflineFile[];
}

/** A file that could not be stored. */
class OfflineError extends Error {
  override readonly name = 'OfflineError';
}

export async function isWhole(kept: Kept): Promise<boolean> {
  return (await (await open(kept)).match(wholeMark(kept))) !== undefined;
}

/**
 * Stores every file of the version. Copies files that another version has; keeps stored ones when another fails.
 * @param onProgress Called with bytes that are here, of all.
 * @throws OfflineError that names the file and the reason.
 */
export async function keepVersion(
  kept: Kept,
  onProgress: (doneBytes: number, totalBytes: number) => void = () => {},
): Promise<void> {
  const { scope, files } = kept;
  const cache = await open(kept);
  const others = await otherCaches(kept);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const here = new Map<string, number>();
  const report = ({ path }: OfflineFile, bytes: number) => {
    here.set(path, bytes);
    onProgress(
      [...here.values()].reduce((sum, each) => sum + each, 0),
      total,
    );
  };
  const waiting = [...files];
  const lane = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const next = file;
      const key = keyOf(scope, next);
      const home = isWeights(next) ? await caches.open(MODEL_CACHE) : cache;
      if ((await home.match(key)) === undefined) {
        const same = await firstMatch(others, key);
        const response = same ?? (await fetchFile(scope, next, (bytes) => report(next, bytes)));
        await home.put(key, response).catch((cause: unknown) => {
          throw new OfflineError(`this browser has no room for ${next.path} (${words(cause)})`);
        });
      }
      report(next, next.bytes);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await cache.put(wholeMark(kept), new Response());
}

/** Returns a file of a whole version; undefined if it is not here. */
export async function keptFile(kept: Kept, file: OfflineFile): Promise<Response | undefined> {
  return (await open(kept)).match(keyOf(kept.scope, file));
}

/** Marks the version as no longer whole: the browser has thrown files away. */
export async function notWhole(kept: Kept): Promise<void> {
  await (await open(kept)).delete(wholeMark(kept));
}

/** Returns another version's script at this address: an open page of that version still loads its parts. */
export async function fileOfOther(kept: Kept, address: string): Promise<Response | undefined> {
  const url = new URL(address);
  url.search = '';
  return firstMatch(await otherCaches(kept), url.href, { ignoreSearch: true });
}

/** Whether any version here has a file that fits. */
export async function anyHas(fits: (path: string) => boolean): Promise<boolean> {
  for (const name of await versionCaches()) {
    const keys = await (await caches.open(name)).keys();
    if (keys.some(({ url }) => fits(new URL(url).pathname))) return true;
  }
  return false;
}

export async function removeOthers(kept: Kept): Promise<void> {
  for (const name of await versionCaches()) {
    if (name !== PREFIX + kept.version) await caches.delete(name);
  }
}

const open = ({ version }: Kept) => caches.open(PREFIX + version);
const versionCaches = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));
const keyOf = (scope: string, file: OfflineFile) =>
  cacheKey(`${scope}${encodeURI(file.path)}`, file);
const wholeMark = ({ scope }: Kept) => `${scope}?whole`;

async function otherCaches({ version }: Kept): Promise<Cache[]> {
  const names = (await versionCaches()).filter((name) => name !== PREFIX + version);
  return Promise.all(names.map((name) => caches.open(name)));
}

async function firstMatch(
  among: readonly Cache[],
  key: string,
  options?: CacheQueryOptions,
): Promise<Response | undefined> {
  for (const cache of among) {
    const found = await cache.match(key, options);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fetchFile(
  scope: string,
  file: OfflineFile,
  onBytes: (bytes: number) => void,
): Promise<Response> {
  const attempt = async (tries: number) => {
    try {
      return await download(scope, file, tries > 1, onBytes);
    } catch (cause) {
      throw new OfflineError(`${file.path} could not be stored: ${words(cause)}`, { cause });
    }
  };
  return pRetry(attempt, {
    retries: RETRIES,
    minTimeout: 500,
    shouldRetry: ({ error }) => !(error.cause instanceof AbortError),
  });
}

async function download(
  scope: string,
  { path, sha256, bytes }: OfflineFile,
  anew: boolean,
  onBytes: (bytes: number) => void,
): Promise<Response> {
  // Names in assets/ change with their content. The browser's own cache may hold older versions of the others.
  const cache = anew ? 'reload' : path.startsWith('assets/') ? 'default' : 'no-cache';
  const stop = new AbortController();
  const patiently = <Value>(answer: Promise<Value>) =>
    unstalled(answer, STALL_MS, () => stop.abort());
  const response = await patiently(
    fetch(`${scope}${encodeURI(path)}`, { cache, signal: stop.signal }),
  );
  if (!response.ok || response.body === null) {
    throw new AbortError(`the server answered ${response.status}`);
  }
  const content = new Uint8Array(bytes);
  const reader = response.body.getReader();
  let filled = 0;
  for (;;) {
    const { done, value } = await patiently(reader.read());
    if (done) break;
    if (filled + value.byteLength > bytes) {
      stop.abort();
      throw new Error('it is longer than this version has it');
    }
    content.set(value, filled);
    filled += value.byteLength;
    onBytes(filled);
  }
  if (filled < bytes || (await sha256Of(content)) !== sha256) {
    throw new Error(
      'it is not of this version: the site is being renewed, or it was damaged on the way',
    );
  }
  const headers = new Headers(response.headers);
  for (const name of OF_TRANSFER) headers.delete(name);
  // Copied: a document may not be answered with a redirected response.
  return new Response(content, { headers });
}

function words(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
