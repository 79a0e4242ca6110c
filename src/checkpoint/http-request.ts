/** One request of a file, and what its answer says: refusals with advice, byte ranges, the body piece by piece. */
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { Transient } from './retry.ts';

/** A file's address, and what goes with every request for it. */
export interface HttpFile {
  readonly url: string;
  readonly options: { readonly token?: string | undefined };
}

export async function request(
  { url, options: { token } }: HttpFile,
  range: string | null,
  signal: AbortSignal | undefined,
): Promise<Response> {
  signal?.throwIfAborted();
  try {
    return await fetch(url, {
      method: range === null ? 'HEAD' : 'GET',
      headers: {
        ...(range === null ? {} : { Range: range }),
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      },
      signal: signal ?? null,
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw interrupted(url, cause);
  }
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

/** Status codes that may pass (RFC 9110): time-out, too many requests, the server's own failures. */
function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** Retry-After in seconds or as a date (RFC 9110, §10.2.3); 0 where it says nothing. */
function retryAfterMs(response: Response): number {
  const value = response.headers.get('retry-after');
  if (value === null) return 0;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

/** Development servers and single-page hosts answer a missing file with their start page, status 200. */
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

/** Null where the header is absent, or hidden from us by CORS. */
export function rangeOf(response: Response): ContentRange | null {
  const match = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  if (match === null) return null;
  const [start, size] = [Number(match[1]), Number(match[2])];
  return Number.isSafeInteger(size) ? { start, size } : null;
}

export function etagOf(response: Response): string | null {
  return response.headers.get('etag')?.replace(/^W\//, '') ?? null;
}

/** Content-Length crosses CORS where Content-Range does not. */
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

/** The body piece by piece; leaving the loop early cancels the transfer. */
export async function* chunks(
  url: string,
  response: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      let result: Awaited<ReturnType<typeof reader.read>>;
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
