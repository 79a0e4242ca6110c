import { CheckpointError } from '../lib/checkpoint-error.ts';
import {
  chunks,
  etagOf,
  type HttpFile,
  type RequestOptions,
  rangeOf,
  refuseFailure,
  refuseWebPage,
  request,
  sizeByHead,
} from './http-request.ts';
import { once, persistently, Transient } from './retry.ts';
import { blobSource, checkFolderPath, checkRange } from './source.ts';
import type { ByteSource, ModelFolder } from './types.ts';

/**
 * A model folder on a web server, read by HTTP Range requests (RFC 9110, §14), so that a tensor costs its own bytes and
 * a checkpoint is never whole in memory. A server without ranges still works: the file is then fetched whole, once, and
 * if it can be stored (`keep`) read from there.
 *
 * A read survives a connection that breaks or stalls, and a server that is busy: it resumes at the byte it had reached.
 * Only the first request of a folder fails at once, so that a wrong address or a missing connection is reported without
 * waiting.
 */

/** Bytes of the first request: whole config files, and the header of most checkpoints. */
const FIRST_BYTES = 256 * 1024;

/** Size above which files of a server without ranges are kept outside memory, if they can be stored. */
const HELD_BYTES = 2 ** 20;

/**
 * Largest file held in memory where a server has no ranges and nothing stores the file. Browsers end an ArrayBuffer at
 * about 2 GiB.
 */
const MAX_WHOLE_BYTES = 2 ** 31 - 2 ** 20;

export interface HttpOptions extends RequestOptions {
  /** Stores a file as it comes, and returns it readable by slices. */
  readonly keep?: ((chunks: AsyncIterable<Uint8Array>) => Promise<Blob>) | undefined;
  /** Wait before the second try; default 500 ms. */
  readonly retryDelayMs?: number;
}

/**
 * Makes the folder at `url`; a query string ("?download=true") is kept on every file's address.
 * @throws CheckpointError if `url` is no absolute address; `open` and `read` throw it too, naming the file, if the
 * server refuses or gives wrong bytes.
 */
export function httpFolder(url: string, options: HttpOptions = {}): ModelFolder {
  const base = folderUrl(url);
  const kept = new Map<string, ByteSource>();
  let reached = false;
  return {
    label: url,
    async open(path, signal) {
      checkFolderPath(url, path);
      const file = new URL(base);
      file.pathname += path.split('/').map(encodeURIComponent).join('/');
      const here = kept.get(file.href);
      if (here !== undefined) return here;
      const open = () => openHttp({ url: file.href, options, kept }, signal);
      const source = reached
        ? await persistently(open, options.retryDelayMs, signal)
        : await once(open);
      reached = true;
      return source;
    },
  };
}

interface Remote extends HttpFile {
  readonly options: HttpOptions;
  /** Files that `options.keep` stored, by address. */
  readonly kept: Map<string, ByteSource>;
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

async function openHttp(
  remote: Remote,
  signal: AbortSignal | undefined,
): Promise<ByteSource | null> {
  const { url } = remote;
  const response = await request(remote, `bytes=0-${FIRST_BYTES - 1}`, signal);
  if (response.status === 404 || response.status === 410) {
    await response.body?.cancel();
    return null;
  }
  // An empty file has no first byte: a server may answer with this status.
  if (response.status === 416 && response.headers.get('content-range') === 'bytes */0') {
    await response.body?.cancel();
    return wholeSource(remote, new Uint8Array(0));
  }
  await refuseFailure(url, response);
  await refuseWebPage(url, response);
  if (response.status !== 206) return readWhole(remote, response, signal);

  const size = rangeOf(response)?.size ?? (await sizeByHead(remote, signal));
  const first = new Part(0, Math.min(size, FIRST_BYTES));
  await first.fill(remote, response, signal);
  return rangedSource(remote, size, first.bytes, etagOf(response));
}

function wholeSource(remote: Remote, bytes: Uint8Array<ArrayBuffer>): ByteSource {
  return rangedSource(remote, bytes.byteLength, bytes, null);
}

/** @param first The file's first bytes, already here. */
function rangedSource(
  remote: Remote,
  size: number,
  first: Uint8Array<ArrayBuffer>,
  etag: string | null,
): ByteSource {
  const { url, options } = remote;
  async function readOn(part: Part, signal: AbortSignal | undefined): Promise<void> {
    const { next, end } = part;
    // The connection may have broken after the last byte.
    if (next === end) return;
    const response = await request(remote, `bytes=${next}-${end - 1}`, signal);
    await refuseFailure(url, response);
    await refuseWebPage(url, response);
    const range = rangeOf(response);
    const changed =
      (range !== null && range.size !== size) ||
      (etag !== null && etagOf(response) !== null && etagOf(response) !== etag);
    if (response.status !== 206 || changed || (range !== null && range.start !== next)) {
      await response.body?.cancel();
      throw new CheckpointError(
        changed
          ? 'changed on the server while it was being read; load the model again'
          : `the server answered a request for bytes ${next} to ${end} with other bytes (HTTP ${response.status}); load the model again, or from another server`,
        { file: url },
      );
    }
    await part.fill(remote, response, signal);
  }
  return {
    name: url,
    size,
    async read(start, end, signal) {
      signal?.throwIfAborted();
      checkRange(url, size, start, end);
      if (start === end || end <= first.byteLength) return first.slice(start, end);
      const part = new Part(start, end);
      if (start < first.byteLength) part.take(first.subarray(start));
      await persistently(
        () => readOn(part, signal),
        options.retryDelayMs,
        signal,
        () => part.next,
      );
      return part.bytes;
    },
  };
}

/** Bytes `[start, end)` of a file, as far as they have come. */
class Part {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly start: number;
  readonly end: number;
  /** First missing byte. */
  next: number;

  constructor(start: number, end: number) {
    this.bytes = new Uint8Array(end - start);
    this.start = start;
    this.end = end;
    this.next = start;
  }

  /** Takes the next bytes. */
  take(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.next - this.start);
    this.next += bytes.byteLength;
  }

  /** Takes the rest from a response that must hold exactly that. */
  async fill(file: HttpFile, response: Response, signal: AbortSignal | undefined): Promise<void> {
    const { start, end } = this;
    const { url } = file;
    for await (const chunk of chunks(file, response, signal)) {
      if (this.next + chunk.byteLength > end) {
        throw new CheckpointError(
          `the server sent more than the ${end - start} bytes asked for (${start} to ${end}); load the model again`,
          { file: url },
        );
      }
      this.take(chunk);
    }
    if (this.next < end) {
      throw new Transient(
        new CheckpointError(
          `the server sent ${this.next - start} of the ${end - start} bytes asked for (${start} to ${end}); load the model again`,
          { file: url },
        ),
      );
    }
  }
}

/** Reads the whole body of a 200 response: small ones into memory, others into storage. */
async function readWhole(
  remote: Remote,
  response: Response,
  signal: AbortSignal | undefined,
): Promise<ByteSource> {
  const { url, options } = remote;
  const { keep } = options;
  const held: Uint8Array[] = [];
  let size = 0;
  const counted = async function* () {
    for await (const chunk of chunks(remote, response, signal)) {
      size += chunk.byteLength;
      yield chunk;
    }
    const announced = Number(response.headers.get('content-length') ?? size);
    // A longer body is no fault: the length is then that of a compressed body.
    if (!response.headers.has('content-encoding') && size < announced) {
      throw new CheckpointError(
        `the server sent ${size} of the ${announced} bytes it announced; load the model again`,
        { file: url },
      );
    }
  };
  const body = counted();
  const whole = async function* () {
    yield* held;
    yield* body;
  };
  for (;;) {
    const { done, value } = await body.next();
    if (done) break;
    held.push(value);
    if (size > HELD_BYTES && keep !== undefined) {
      const source = blobSource(url, await keep(whole()));
      remote.kept.set(url, source);
      return source;
    }
    if (size > MAX_WHOLE_BYTES) {
      await body.return();
      throw new CheckpointError(
        'the server gives only whole files (no Range requests), and this one is too large to hold; use another server, or open the folder from disk',
        { file: url },
      );
    }
  }
  const bytes = new Uint8Array(size);
  let filled = 0;
  for (const part of held) {
    bytes.set(part, filled);
    filled += part.byteLength;
  }
  return wholeSource(remote, bytes);
}
