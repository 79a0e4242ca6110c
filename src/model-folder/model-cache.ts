/**
 * Caches model files in this browser (Cache API) and checks each against its SHA-256 at every read: a cached file that
 * has changed is thrown away and fetched again.
 */
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { STALL_MS, unstalled } from '../lib/stall.ts';
import type { FileRecord } from './format.ts';
import { matches } from './verify.ts';

/** Name of the cache. The service worker puts the built-in model there too. */
export const MODEL_CACHE = 'facet-models-1';

export interface FetchedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether the file came from this browser's cache. */
  readonly cached: boolean;
}

/**
 * Returns the file at `url`, from the cache or the network.
 * @param onBytes Called with the number of bytes of this file so far.
 * @throws CheckpointError if the server sends another file than the expected one.
 */
export async function fetchModelFile(
  url: string,
  expected: FileRecord,
  signal?: AbortSignal,
  onBytes: (loaded: number, cached: boolean) => void = () => {},
): Promise<FetchedFile> {
  const cache = await openCache();
  const key = cacheKey(url, expected);
  const stored = await cache?.match(key);
  if (stored !== undefined) {
    const bytes = new Uint8Array(await stored.arrayBuffer());
    if (await matches(bytes, expected)) {
      onBytes(bytes.byteLength, true);
      return { bytes, cached: true };
    }
    await cache?.delete(key);
  }
  const bytes = await download(url, expected, signal, (loaded) => onBytes(loaded, false));
  if (!(await matches(bytes, expected))) {
    throw new CheckpointError(
      'does not have the checksum its manifest gives: it was changed or damaged on the way; load it again',
      { file: url },
    );
  }
  // Not awaited: writing takes as long as fetching. A full disk costs the next visit a download, and nothing now.
  cache?.put(key, new Response(bytes)).catch(() => {});
  return { bytes, cached: false };
}

/**
 * Makes the cache key, of which the checksum is part: another version of the file is another entry. It ends the query,
 * with nothing after it, since the Cache API ignores everything after a `#`.
 */
export function cacheKey(url: string, { sha256: sum }: FileRecord): string {
  const [address] = url.split('#', 1);
  return `${address}${address!.includes('?') ? '&' : '?'}sha256=${sum}`;
}

async function openCache(): Promise<Cache | null> {
  // The cache is absent outside secure contexts, and refused in some private windows.
  try {
    return typeof caches === 'undefined' ? null : await caches.open(MODEL_CACHE);
  } catch {
    return null;
  }
}

async function download(
  url: string,
  expected: FileRecord,
  signal: AbortSignal | undefined,
  onBytes: (loaded: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const broken = (cause: unknown): never => {
    if (signal?.aborted) throw signal.reason;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CheckpointError(
      `could not be fetched (${reason}); check the connection and load it again`,
      { file: url },
    );
  };
  // `no-store`: this cache is the checked one. The browser's own would keep the weights twice, and fails when a load
  // restarts while its predecessor still downloads (ERR_CACHE_WRITE_FAILURE).
  const stop = new AbortController();
  const signals = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const patiently = <Value>(answer: Promise<Value>) =>
    unstalled(answer, STALL_MS, () => stop.abort()).catch(broken);
  const response = await patiently(fetch(url, { cache: 'no-store', signal: signals }));
  if (!response.ok || response.body === null) {
    throw new CheckpointError(`the server answered ${response.status}`, { file: url });
  }
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    throw new CheckpointError(
      'the server answered with a web page in place of the file: it is missing there',
      { file: url },
    );
  }
  const bytes = new Uint8Array(expected.bytes);
  const reader = response.body.getReader();
  let loaded = 0;
  for (;;) {
    const { done, value } = await patiently(reader.read());
    if (done) break;
    if (loaded + value.byteLength > bytes.byteLength) {
      void reader.cancel();
      throw new CheckpointError(`is longer than the ${expected.bytes} bytes its manifest gives`, {
        file: url,
      });
    }
    bytes.set(value, loaded);
    loaded += value.byteLength;
    onBytes(loaded);
  }
  if (loaded < bytes.byteLength) {
    throw new CheckpointError(`ended after ${loaded} of ${expected.bytes} bytes; load it again`, {
      file: url,
    });
  }
  return bytes;
}
