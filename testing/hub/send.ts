/** Sends a file's bytes as the hub and its CDN do, with the faults that a test asks for. */
import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export type HubFault =
  /** The server answers with an error status. */
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  /** HTTP 429. A page cannot read Retry-After, which the hub does not expose. */
  | { readonly kind: 'busy'; readonly retryAfterS: number }
  /** HTTP 416 for every range. */
  | { readonly kind: 'not-satisfiable' }
  /** A web page with status 200, as captive portals and single-page hosts send; `type` disguises it. */
  | { readonly kind: 'html'; readonly type?: string }
  /** The connection breaks before an answer. */
  | { readonly kind: 'refuse' }
  /** The connection breaks after this many bytes of the body. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** The body stops after this many bytes, and the connection stays open. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** Content-Length is wrong by this much; the connection closes after the body. */
  | { readonly kind: 'length'; readonly by: number }
  /** The server sends bytes from this much further on; Content-Range says so. */
  | { readonly kind: 'shifted'; readonly by: number }
  /** The server knows no ranges: it always sends the whole file with status 200. */
  | { readonly kind: 'no-range' }
  /** The file was replaced: another ETag. */
  | { readonly kind: 'changed' }
  /** Some bytes in the middle of the answer are flipped: a bad disk or proxy. */
  | { readonly kind: 'corrupt' }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  /** The answer has no CORS headers, so a page of another origin may not read it. */
  | { readonly kind: 'no-cors' };

/** Place of a fault on a file's way to the client. */
type Place =
  /** The answer that carries the bytes: from the CDN for a large file. */
  | 'bytes'
  /** The answer of `/resolve/`, which redirects. */
  | 'resolve'
  /** The repository's description; its file is "". */
  | 'api';

export interface FaultOptions {
  /** Place; default: bytes. */
  readonly at?: Place;
  /** Number of requests that pass before the first fault; default 0. */
  readonly skip?: number;
  /** Number of faults; default: without end. */
  readonly times?: number;
}

interface Injected {
  readonly path: RegExp;
  readonly fault: HubFault;
  readonly at: Place;
  skip: number;
  times: number;
}

/** Current faults. */
export class Faults {
  private readonly all: Injected[] = [];

  inject(path: RegExp, fault: HubFault, options: FaultOptions = {}): void {
    this.all.push({
      path,
      fault,
      at: 'bytes',
      skip: 0,
      times: Number.POSITIVE_INFINITY,
      ...options,
    });
  }

  heal(): void {
    this.all.length = 0;
  }

  /** Takes the fault for the next answer, and counts it. */
  next(at: Place, path: string): HubFault | undefined {
    const found = this.all.findLast(
      (each) => each.at === at && each.times > 0 && each.path.test(path),
    );
    if (found === undefined || found.skip-- > 0) return undefined;
    found.times--;
    return found.fault;
  }
}

export type Headers = Readonly<Record<string, string | number>>;

export interface Body {
  readonly location: string;
  readonly size: number;
  /** ETag with its quotes. */
  readonly etag: string;
  readonly headers: Headers;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Sends the file or the requested range.
 * @param onSent Called with each sent run of the file's bytes.
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  body: Body,
  fault: HubFault | undefined,
  onSent: (start: number, end: number) => void,
): Promise<void> {
  const { size } = body;
  const etag = fault?.kind === 'changed' ? `"${'0'.repeat(body.etag.length - 2)}"` : body.etag;
  const headers: Headers = { ...body.headers, ETag: etag };
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, headers).end();

  const asked = fault?.kind === 'no-range' ? null : askedRange(request, size, etag);
  if (asked === 'none' || fault?.kind === 'not-satisfiable') {
    response.writeHead(416, { ...headers, 'Content-Range': `bytes */${size}` }).end();
    return;
  }
  const shift = fault?.kind === 'shifted' && asked !== null ? fault.by : 0;
  const { start, end } = shifted(asked ?? { start: 0, end: size }, shift, size);
  const announced = end - start + (fault?.kind === 'length' ? fault.by : 0);
  response.writeHead(asked === null ? 200 : 206, {
    ...headers,
    'Content-Length': announced,
    ...(fault?.kind === 'no-range' ? {} : { 'Accept-Ranges': 'bytes' }),
    ...(asked === null ? {} : { 'Content-Range': `bytes ${start}-${end - 1}/${size}` }),
    ...(fault?.kind === 'length' ? { Connection: 'close' } : {}),
  });
  if (request.method === 'HEAD' || start === end) response.end();
  else await sendSpan(response, body.location, { start, end }, fault, onSent);
}

/** Null: the whole file. 'none': a range outside it. Like CDNs, answers several ranges with the whole file. */
function askedRange(request: IncomingMessage, size: number, etag: string): Span | 'none' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
  const condition = request.headers['if-range'];
  if (match === null || (condition !== undefined && condition !== etag)) return null;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size : Math.min(Number(to) + 1, size);
  return start >= end ? 'none' : { start, end };
}

function shifted({ start, end }: Span, by: number, size: number): Span {
  const bounded = Math.max(-start, Math.min(by, size - end));
  return { start: start + bounded, end: end + bounded };
}

async function sendSpan(
  response: ServerResponse,
  location: string,
  { start, end }: Span,
  fault: HubFault | undefined,
  onSent: (start: number, end: number) => void,
): Promise<void> {
  const ends = fault?.kind === 'cut' || fault?.kind === 'stall';
  const last = ends ? Math.min(end, start + fault.afterBytes) : end;
  let position = start;
  if (last > start) {
    const chunkBytes = fault?.kind === 'slow' ? Math.max(1, fault.bytesPerSecond >> 3) : 1 << 18;
    const file = createReadStream(location, { start, end: last - 1, highWaterMark: chunkBytes });
    for await (const chunk of file as AsyncIterable<Buffer>) {
      if (response.closed) return;
      if (fault?.kind === 'corrupt') flip(chunk, position, start, end);
      response.write(chunk);
      onSent(position, position + chunk.byteLength);
      position += chunk.byteLength;
      if (fault?.kind === 'slow') await sleep((1000 * chunk.byteLength) / fault.bytesPerSecond);
      if (response.writableNeedDrain && !response.closed) await drained(response);
    }
  }
  if (fault?.kind === 'stall') {
    response.flushHeaders();
  } else if (fault?.kind === 'cut') {
    response.flushHeaders();
    // The written bytes must arrive before the break.
    response.socket?.end(() => response.destroy());
  } else if (fault?.kind === 'length') {
    response.end(() => response.socket?.destroy());
  } else {
    response.end();
  }
}

/** Flips the byte in the middle of [start, end) if it lies in `chunk`, which begins at `position`. */
function flip(chunk: Buffer, position: number, start: number, end: number): void {
  const at = start + ((end - start) >> 1) - position;
  if (at >= 0 && at < chunk.byteLength) chunk[at]! ^= 0xff;
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
