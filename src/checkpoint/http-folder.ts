import { CheckpointError } from './errors.ts';
import { checkFolderPath, checkRange } from './source.ts';
import type { ByteSource, ModelFolder } from './types.ts';

/**
 * A model folder on a web server, read by HTTP Range requests (RFC 9110, §14), so that a tensor
 * costs its own bytes and a checkpoint is never whole in memory. A server that knows no ranges
 * still works: the file is then fetched whole, once.
 */

/** The first request takes this much: whole config files, and the header of most checkpoints. */
const FIRST_BYTES = 256 * 1024;

/** What a server without ranges may make us hold. Browsers end an ArrayBuffer at about 2 GiB. */
const MAX_WHOLE_BYTES = 2 ** 31 - 2 ** 20;

/** The folder at `url`; a query string ("?download=true") is kept on every file's address. */
export function httpFolder(url: string): ModelFolder {
  const base = folderUrl(url);
  return {
    label: url,
    async open(path, signal) {
      checkFolderPath(url, path);
      const file = new URL(base);
      file.pathname += path.split('/').map(encodeURIComponent).join('/');
      return openHttp(file.href, signal);
    },
  };
}

function folderUrl(url: string): URL {
  let base: URL;
  try {
    base = new URL(url);
  } catch {
    throw new CheckpointError('is not an absolute address of a model folder', { file: url });
  }
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base;
}

async function openHttp(url: string, signal: AbortSignal | undefined): Promise<ByteSource | null> {
  const response = await request(url, `bytes=0-${FIRST_BYTES - 1}`, signal);
  if (response.status === 404 || response.status === 410) {
    await response.body?.cancel();
    return null;
  }
  // An empty file has no first byte: a server may say so in this way.
  if (response.status === 416 && response.headers.get('content-range') === 'bytes */0') {
    await response.body?.cancel();
    return wholeSource(url, new Uint8Array(0));
  }
  await refuseFailure(url, response);
  await refuseWebPage(url, response);
  if (response.status !== 206) return wholeSource(url, await readWhole(url, response, signal));

  const size = rangeOf(response)?.size ?? (await sizeByHead(url, signal));
  const first = await readExactly(url, response, 0, Math.min(size, FIRST_BYTES), signal);
  return rangedSource(url, size, first, etagOf(response));
}

function wholeSource(url: string, bytes: Uint8Array<ArrayBuffer>): ByteSource {
  return rangedSource(url, bytes.byteLength, bytes, null);
}

/** `first`: the file's first bytes, already here. */
function rangedSource(
  url: string,
  size: number,
  first: Uint8Array<ArrayBuffer>,
  etag: string | null,
): ByteSource {
  return {
    name: url,
    size,
    async read(start, end, signal) {
      signal?.throwIfAborted();
      checkRange(url, size, start, end);
      if (start === end || end <= first.byteLength) return first.slice(start, end);
      const response = await request(url, `bytes=${start}-${end - 1}`, signal);
      await refuseFailure(url, response);
      await refuseWebPage(url, response);
      const range = rangeOf(response);
      const changed =
        (range !== null && range.size !== size) ||
        (etag !== null && etagOf(response) !== null && etagOf(response) !== etag);
      if (response.status !== 206 || changed || (range !== null && range.start !== start)) {
        await response.body?.cancel();
        throw new CheckpointError(
          changed
            ? 'changed on the server while it was being read; load the model again'
            : `the server answered a request for bytes ${start} to ${end} with other bytes (HTTP ${response.status}); load the model again, or from another server`,
          { file: url },
        );
      }
      return readExactly(url, response, start, end, signal);
    },
  };
}

async function request(
  url: string,
  range: string | null,
  signal: AbortSignal | undefined,
): Promise<Response> {
  signal?.throwIfAborted();
  try {
    return await fetch(url, {
      method: range === null ? 'HEAD' : 'GET',
      headers: range === null ? {} : { Range: range },
      signal: signal ?? null,
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw interrupted(url, cause);
  }
}

function interrupted(url: string, cause: unknown): CheckpointError {
  return new CheckpointError(
    `could not be fetched (${cause instanceof Error ? cause.message : String(cause)}); check the connection and the address, and that the server allows other sites to read it (CORS)`,
    { file: url },
  );
}

async function refuseFailure(url: string, response: Response): Promise<void> {
  if (response.ok) return;
  await response.body?.cancel();
  const { status } = response;
  let advice = 'check the address';
  if (status === 401 || status === 403) advice = 'the model may be private or need a licence click';
  if (status === 429) advice = 'the server asks to slow down: wait a minute and try again';
  if (status === 416) advice = 'the file is shorter than it was: load the model again';
  if (status >= 500) advice = 'the server is in trouble: try again later';
  throw new CheckpointError(`the server answered HTTP ${status}; ${advice}`, { file: url });
}

/** Development servers and single-page hosts answer a missing file with their start page, status 200. */
async function refuseWebPage(url: string, response: Response): Promise<void> {
  if (!response.headers.get('content-type')?.toLowerCase().startsWith('text/html')) return;
  await response.body?.cancel();
  throw new CheckpointError(
    'the server answered with a web page instead of the file; check that the file exists at that address',
    { file: url },
  );
}

interface ContentRange {
  readonly start: number;
  readonly size: number;
}

/** Null where the header is absent, or hidden from us by CORS. */
function rangeOf(response: Response): ContentRange | null {
  const match = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  if (match === null) return null;
  const [start, size] = [Number(match[1]), Number(match[2])];
  return Number.isSafeInteger(size) ? { start, size } : null;
}

function etagOf(response: Response): string | null {
  return response.headers.get('etag')?.replace(/^W\//, '') ?? null;
}

/** Content-Length crosses CORS where Content-Range does not. */
async function sizeByHead(url: string, signal: AbortSignal | undefined): Promise<number> {
  const response = await request(url, null, signal);
  await refuseFailure(url, response);
  const size = Number(response.headers.get('content-length') ?? Number.NaN);
  if (Number.isSafeInteger(size) && size >= 0) return size;
  throw new CheckpointError(
    'the server does not say how long the file is (no Content-Range, no Content-Length); use another server, or open the folder from disk',
    { file: url },
  );
}

/** Bytes `[start, end)`, which the response is to hold and nothing else. */
async function readExactly(
  url: string,
  response: Response,
  start: number,
  end: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(end - start);
  let filled = 0;
  for await (const chunk of chunks(url, response, signal)) {
    if (filled + chunk.byteLength <= bytes.byteLength) bytes.set(chunk, filled);
    filled += chunk.byteLength;
    if (filled > bytes.byteLength) break;
  }
  if (filled !== bytes.byteLength) {
    throw new CheckpointError(
      `the server sent ${filled > bytes.byteLength ? 'more than' : `${filled} of`} the ${bytes.byteLength} bytes asked for (${start} to ${end}); load the model again`,
      { file: url },
    );
  }
  return bytes;
}

/** The whole body of a 200 response. */
async function readWhole(
  url: string,
  response: Response,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks(url, response, signal)) {
    parts.push(chunk);
    size += chunk.byteLength;
    if (size > MAX_WHOLE_BYTES) {
      throw new CheckpointError(
        'the server gives only whole files (no Range requests), and this one is too large to hold; use another server, or open the folder from disk',
        { file: url },
      );
    }
  }
  const announced = Number(response.headers.get('content-length') ?? size);
  // Longer is no fault: the length is then that of a compressed body.
  if (!response.headers.has('content-encoding') && size < announced) {
    throw new CheckpointError(
      `the server sent ${size} of the ${announced} bytes it announced; load the model again`,
      { file: url },
    );
  }
  const bytes = new Uint8Array(size);
  let filled = 0;
  for (const part of parts) {
    bytes.set(part, filled);
    filled += part.byteLength;
  }
  return bytes;
}

/** The body piece by piece; leaving the loop early cancels the transfer. */
async function* chunks(
  url: string,
  response: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      let result: ReadableStreamReadResult<Uint8Array>;
      try {
        result = await reader.read();
      } catch (cause) {
        signal?.throwIfAborted();
        throw interrupted(url, cause);
      }
      if (result.done) return;
      yield result.value;
    }
  } finally {
    // Cancelling a stream that has ended or failed is allowed and does nothing worth reporting.
    await reader.cancel().catch(() => undefined);
  }
}
