/**
 * Server of the end-to-end tests: Vite's preview server, which `npm start` runs too, over a built folder,
 * with faults that a test can inject for any file.
 */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { preview } from 'vite';
import { servedHeaders } from '../scripts/build/served-headers.ts';
import { assetCaching, frameHeading } from '../scripts/build/served-page.ts';

export type Fault =
  /** An error status with no body. */
  | { readonly kind: 'status'; readonly status: number }
  /** The page's HTML with status 200, as single-page hosts answer for a missing file. */
  | { readonly kind: 'html' }
  /** The file with flipped bytes in the middle: a bad disk or proxy. */
  | { readonly kind: 'corrupt' }
  /** Only the first half of the file, announced as complete. */
  | { readonly kind: 'truncate' }
  /** The connection breaks halfway. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** JavaScript put in front of a script, to reach what product code does not expose. */
  | { readonly kind: 'prelude'; readonly code: string };

export interface TestServer {
  /** Address of the server, ending in a slash. */
  readonly url: string;
  /** Paths served so far, without the leading slash and the query. */
  readonly requests: readonly string[];
  /** Answers every request whose path matches with `fault` from now on. */
  inject(path: RegExp, fault: Fault): void;
  /** Removes all faults. */
  heal(): void;
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** Built folder, absolute or relative to the working directory. */
  readonly root: string;
  /** More folders by address prefix, e.g. `{ goldens: 'training/goldens' }`. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** Headers of every file; default: those of `npm start`, with the frame’s own. `{}` acts like a plain host. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether assets/ is cached for good, as `npm start` does. Default: yes, unless `headers` are given. */
  readonly cachesAssets?: boolean;
  /** Other words in every file whose path matches, faults or not. */
  readonly rewrite?: { readonly path: RegExp; readonly from: string; readonly to: string };
  /** Port; default: any free one. */
  readonly port?: number;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.jsonl': 'text/plain',
  '.wasm': 'application/wasm',
};

export async function startServer(options: TestServerOptions): Promise<TestServer> {
  const faults: { readonly path: RegExp; readonly fault: Fault }[] = [];
  const requests: string[] = [];
  const headers = options.headers ?? servedHeaders;
  const cachesAssets = options.cachesAssets ?? options.headers === undefined;
  const mounts = Object.entries(options.mounts ?? {});

  /** The file on disk for a request path. */
  const locate = (path: string): { file: string; mounted: boolean } => {
    for (const [prefix, folder] of mounts) {
      if (path.startsWith(`${prefix}/`)) {
        return { file: join(folder, normalize(path.slice(prefix.length))), mounted: true };
      }
    }
    return {
      file: join(options.root, path === '' ? 'index.html' : normalize(path)),
      mounted: false,
    };
  };

  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    next: () => void,
  ): Promise<void> => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname).slice(
      1,
    );
    requests.push(path);
    const fault = faults.findLast((each) => each.path.test(path))?.fault;
    const { file, mounted } = locate(path);
    const rewrite = options.rewrite?.path.test(path) ? options.rewrite : undefined;
    if (fault === undefined && !mounted && rewrite === undefined) return next();
    if (fault?.kind === 'delay') {
      await sleep(fault.ms);
      if (!mounted && rewrite === undefined) return next();
    }
    if (fault?.kind === 'status') {
      response.writeHead(fault.status, headers).end();
      return;
    }
    const source = fault?.kind === 'html' ? join(options.root, 'index.html') : file;
    let bytes = await readFile(source).catch(() => null);
    if (bytes !== null && rewrite !== undefined && source === file) {
      const { from, to } = rewrite;
      if (bytes.includes(from)) bytes = Buffer.from(bytes.toString().replaceAll(from, to));
      else if (fault === undefined && !mounted) return next();
    }
    if (bytes === null) {
      response.writeHead(404, headers).end();
      return;
    }
    send(
      request,
      response,
      spoil(bytes, fault),
      {
        ...headers,
        'Content-Type': CONTENT_TYPES[extname(source)] ?? 'application/octet-stream',
      },
      fault?.kind === 'cut',
    );
  };

  const server = await preview({
    configFile: false,
    logLevel: 'silent',
    appType: 'mpa',
    build: { outDir: options.root },
    preview: {
      port: options.port ?? 0,
      strictPort: true,
      host: '127.0.0.1',
      headers: { ...headers },
    },
    plugins: [
      ...(cachesAssets ? [assetCaching()] : []),
      ...(options.headers === undefined ? [frameHeading()] : []),
      {
        name: 'facet:faults',
        configurePreviewServer({ middlewares }) {
          middlewares.use((request, response, next) => {
            answer(request, response, next).catch(next);
          });
        },
      },
    ],
  });
  const { port } = server.httpServer.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    requests,
    inject: (path, fault) => faults.push({ path, fault }),
    heal: () => faults.splice(0),
    close: () => server.close(),
  };
}

function spoil(bytes: Buffer, fault: Fault | undefined): Buffer {
  switch (fault?.kind) {
    case 'corrupt': {
      const spoilt = Buffer.from(bytes);
      const middle = Math.floor(bytes.byteLength / 2);
      for (let i = middle; i < Math.min(middle + 64, bytes.byteLength); i++) spoilt[i]! ^= 0xff;
      return spoilt;
    }
    case 'truncate':
      return bytes.subarray(0, Math.floor(bytes.byteLength / 2));
    case 'prelude':
      return Buffer.concat([Buffer.from(`${fault.code}\n`), bytes]);
    default:
      return bytes;
  }
}

/** Sends the bytes or the requested range; `cut` breaks off halfway. */
function send(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  headers: Record<string, string>,
  cut: boolean,
): void {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  let body = bytes;
  let status = 200;
  const all: Record<string, string> = { ...headers, 'Accept-Ranges': 'bytes' };
  if (asked !== null) {
    const start = Number(asked[1]);
    const end =
      asked[2] === '' ? bytes.byteLength : Math.min(Number(asked[2]) + 1, bytes.byteLength);
    if (start >= bytes.byteLength) {
      response.writeHead(416, { ...all, 'Content-Range': `bytes */${bytes.byteLength}` }).end();
      return;
    }
    body = bytes.subarray(start, end);
    status = 206;
    all['Content-Range'] = `bytes ${start}-${end - 1}/${bytes.byteLength}`;
  }
  response.writeHead(status, { ...all, 'Content-Length': String(body.byteLength) });
  if (request.method === 'HEAD') {
    response.end();
  } else if (cut) {
    response.write(body.subarray(0, Math.floor(body.byteLength / 2)), () => response.destroy());
  } else {
    response.end(body);
  }
}
