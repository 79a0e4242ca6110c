/** Sends one request for a file and reads its answer: refusals with advice, byte ranges, the body piece by piece. */
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { STALL_MS, Stalled, unstalled } from '../lib/stall.ts';
import { Transient } from './retry.ts';

/** Fetches an address as the global `fetch` does, perhaps through another document. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Options of every request for a file. */
export interface RequestOptions {
  /** Token sent as `Authorization: Bearer`. Browsers and Node drop it on a redirect to another host. */
  readonly token?: string | undefined;
  /** Fetch function; default: the global `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** Milliseconds without a byte after which a try is given up; default {@link STALL_MS}. */
  readonly stallMs?: number | undefined;
}

/** Address of a file, and the options of every request for it. */
export interface HttpFile {
  readonly url: string;
  readonly options: RequestOptions;
}

export async function request(
  { url, options }: HttpFile,
  range: string | null,
  signal: AbortSignal | undefined,
): Promise<Response> {
  signal?.throwIfAborted();
  const { token, fetch: ask = fetch, stallMs = STALL_MS } = options;
  const ended = new AbortController();
  try {
    const answer = ask(url, {
      method: range === null ? 'HEAD' : 'GET',
      headers: {
        ...(range === null ? {} : { Range: range }),
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      },
      // A site that blocks by the asking page's address does not learn it.
      referrerPolicy: 'no-referrer',
      signal: signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]),
    });
    return await unstalled(answer, stallMs, () => ended.abort());
  } catch (cause) {
    signal?.throwIfAborted();
    throw cause instanceof Stalled ? stalled(url, cause) : interrupted(url, cause);
  }
}

function stalled(url: string, { message }: Stalled): Transient {
  return new Transient(
    new CheckpointError(
      `${message}: check the connection, then try again; what has come is kept, and the rest follows`,
      { file: url },
    ),
  );
}

function interrupted(url: string, cause: unknown): Transient {
  return new Transient(
    new CheckpointError(
      `could not be fetched (${cause instanceof Error ? cause.message : String(cause)}); check the connection and the address, and that the server allows other sites to read it (CORS)`,
      { file: url },
    ),
  );
}

export async function refuseFailure(url: string, response: Response): Promise<void> {
  if (response.ok) return;
  await response.body?.cancel();
  const { status } = response;
  let advice = 'check the address';
  if (status === 401 || status === 403) {
    advice =
      'no model has this name, or it is private or wants its licence accepted: check the name, or give an access token';
  }
  if (status === 429) advice = 'the server asks to slow down: wait a minute and try again';
  if (status === 416) advice = 'the file is shorter than it was: load the model again';
  if (status >= 500) advice = 'the server is in trouble: try again later';
  const error = new CheckpointError(`the server answered HTTP ${status}; ${advice}`, { file: url });
  throw isPassing(status) ? new Transient(error, retryAfterMs(response)) : error;
}

/** Whether a status may pass (RFC 9110): time-out, too many requests, the server's own failures. */
function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** Reads Retry-After in seconds or as a date (RFC 9110, §10.2.3); 0 where it says nothing. */
function retryAfterMs(response: Response): number {
  const value = response.headers.get('retry-after');
  if (value === null) return 0;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

/** Refuses a start page sent with status 200 for a missing file, as development servers and single-page hosts do. */
export async function refuseWebPage(url: string, response: Response): Promise<void> {
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

/** Reads Content-Range; null where it is absent, or hidden from us by CORS. */
export function rangeOf(response: Response): ContentRange | null {
  const match = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  if (match === null) return null;
  const [start, size] = [Number(match[1]), Number(match[2])];
  return Number.isSafeInteger(size) ? { start, size } : null;
}

export function etagOf(response: Response): string | null {
  return response.headers.get('etag')?.replace(/^W\//, '') ?? null;
}

/** Asks for the size by HEAD: Content-Length crosses CORS where Content-Range does not. */
export async function sizeByHead(file: HttpFile, signal: AbortSignal | undefined): Promise<number> {
  const { url } = file;
  const response = await request(file, null, signal);
  await refuseFailure(url, response);
  const size = Number(response.headers.get('content-length') ?? Number.NaN);
  if (Number.isSafeInteger(size) && size >= 0) return size;
  throw new CheckpointError(
    'the server does not say how long the file is (no Content-Range, no Content-Length); use another server, or open the folder from disk',
    { file: url },
  );
}

/** Yields the body piece by piece; leaving the loop early cancels the transfer. */
export async function* chunks(
  { url, options: { stallMs = STALL_MS } }: HttpFile,
  response: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      let result: Awaited<ReturnType<typeof reader.read>>;
      try {
        result = await unstalled(reader.read(), stallMs);
      } catch (cause) {
        signal?.throwIfAborted();
        throw cause instanceof Stalled ? stalled(url, cause) : interrupted(url, cause);
      }
      if (result.done) return;
      yield result.value;
    }
  } finally {
    // Errors of cancelling an ended or failed stream are not worth reporting. A stalled one may never answer.
    void reader.cancel().catch(() => undefined);
  }
}
