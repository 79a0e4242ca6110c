/**
 * A small Hugging Face Hub for tests in Node and in a browser: folders under the hub's addresses
 * (`/<owner>/<name>/resolve/<revision>/<file>`, `/api/models/<owner>/<name>/revision/<revision>`), large
 * files on a second host behind signed addresses, tokens, and faults that a test can inject.
 *
 * Statuses, headers and bodies equal those that huggingface.co sent in 2026, as published in others' logs:
 * small files by a relative 307 to /api/resolve-cache, large ones by a 302 to the CDN. On the hub, CORS
 * allows the asking origin and exposes no Retry-After; on the CDN it allows and exposes everything.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  answerFault,
  CDN_HEADERS,
  encodePath,
  HUB_HEADERS,
  parseRoute,
  preflight,
  RATE,
  Refusal,
  withoutCors,
} from './answers.ts';
import { type HubFile, type HubRepo, modelInfo, Repos } from './repo.ts';
import { type FaultOptions, Faults, type Headers, type HubFault, sendFile } from './send.ts';

interface HubRequest {
  readonly host: 'hub' | 'cdn';
  readonly method: string;
  /** Address with its query. */
  readonly url: string;
  /** "owner/name/path", or null if no file was asked for. */
  readonly file: string | null;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
  readonly origin: string | undefined;
}

interface Traffic {
  /** Bytes sent in all answers together. */
  readonly bytes: number;
  /** Bytes of the file that were sent at least once. */
  readonly distinct: number;
}

export interface HubServer {
  /** Base address of the hub, without a slash at its end. */
  readonly url: string;
  /** All requests so far, including preflights. */
  readonly requests: readonly HubRequest[];
  /** Traffic of each file whose "owner/name/path" matches. */
  traffic(file: RegExp): ReadonlyMap<string, Traffic>;
  /** Adds a commit or a repository; older commits stay under their hashes. @returns the new hash */
  publish(id: string, repo: HubRepo): Promise<string>;
  /** Adds a fault for requests whose path in the repository matches; the latest wins. */
  inject(path: RegExp, fault: HubFault, options?: FaultOptions): void;
  /** Removes all faults. */
  heal(): void;
  close(): Promise<void>;
}

/** @param repos Repositories by id, "owner/name". @param accounts Tokens that the hub knows besides all readers. */
export async function startHub(
  repos: Readonly<Record<string, HubRepo>>,
  accounts: readonly string[] = [],
): Promise<HubServer> {
  const published = new Repos(accounts);
  const requests: HubRequest[] = [];
  const sent = new Map<string, [start: number, end: number][]>();
  const faults = new Faults();
  /** Files behind signed addresses. */
  const signed = new Map<
    string,
    { readonly name: string; readonly path: string; readonly file: HubFile }
  >();

  const log = (host: HubRequest['host'], request: IncomingMessage, file: string | null) => {
    const { method = '', url = '', headers } = request;
    const { range, authorization, origin } = headers;
    requests.push({ host, method, url, file, range, authorization, origin });
  };
  const sendBytes = async (
    request: IncomingMessage,
    response: ServerResponse,
    { name, path, file, headers }: { name: string; path: string; file: HubFile; headers: Headers },
  ): Promise<void> => {
    const fault = faults.next('bytes', path);
    if (answerFault(response, fault, headers)) return;
    const runs = sent.get(name) ?? [];
    sent.set(name, runs);
    const body = {
      ...file,
      etag: `"${file.sha256 ?? file.blobId}"`,
      headers: withoutCors(headers, fault),
    };
    await sendFile(request, response, body, fault, (start, end) => runs.push([start, end]));
  };

  const answerHub = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://hub');
    const origin = request.headers.origin ?? 'https://huggingface.co';
    const headers: Headers = {
      ...HUB_HEADERS,
      'Access-Control-Allow-Origin': origin,
      Vary: 'Origin',
    };
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const route = parseRoute(pathname);
    log('hub', request, route?.path ? `${route.id}/${route.path}` : null);
    if (request.method === 'OPTIONS') return preflight(request, response, headers);
    if (route === null) return new Refusal(404, 'Page not found').send(response, headers);

    const { kind, id, revision, path } = route;
    if (kind !== 'cache') {
      const fault = faults.next(kind, path);
      if (answerFault(response, fault, headers)) return;
    }
    const commit = published.find(id, revision, { token, asksForFile: kind !== 'api' });
    if (commit instanceof Refusal) return commit.send(response, headers, kind === 'api');
    if (kind === 'api') {
      const info = modelInfo(id, commit, {
        access: published.access(id),
        blobs: searchParams.get('blobs') === 'true',
      });
      response.writeHead(200, { ...headers, 'Content-Type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(info));
      return;
    }
    const fileHeaders = {
      ...headers,
      ...RATE,
      'X-Repo-Commit': commit.sha,
      Vary: 'Origin, Accept',
    };
    const file = commit.files.get(path);
    if (file === undefined) {
      return new Refusal(404, 'Entry not found', 'EntryNotFound').send(response, fileHeaders);
    }
    const name = `${id}/${path}`;
    if (kind === 'cache') {
      const type = path.endsWith('.json')
        ? 'text/plain; charset=utf-8'
        : 'application/octet-stream';
      await sendBytes(request, response, {
        name,
        path,
        file,
        headers: { ...fileHeaders, 'Content-Type': type },
      });
      return;
    }
    const linked = {
      ...fileHeaders,
      'Accept-Ranges': 'bytes',
      'X-Linked-ETag': `"${file.sha256 ?? file.blobId}"`,
    };
    if (file.sha256 === null) {
      const location = `/api/resolve-cache/models/${id}/${commit.sha}/${encodePath(path)}?${encodeURIComponent(pathname)}=&etag=${encodeURIComponent(`"${file.blobId}"`)}`;
      response
        .writeHead(307, { ...linked, Location: location })
        .end(`Temporary Redirect. Redirecting to ${location}`);
      return;
    }
    const signature = randomUUID();
    signed.set(signature, { name, path, file });
    const location = `${cdnUrl}/xet-bridge-us/${commit.sha.slice(0, 24)}/${file.sha256}?X-Amz-Expires=3600&Signature=${signature}`;
    response
      .writeHead(302, { ...linked, 'X-Linked-Size': file.size, Location: location })
      .end(`Found. Redirecting to ${location}`);
  };

  const answerCdn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { searchParams } = new URL(request.url ?? '/', 'http://cdn');
    const asked = signed.get(searchParams.get('Signature') ?? '');
    log('cdn', request, asked?.name ?? null);
    if (request.method === 'OPTIONS') return preflight(request, response, CDN_HEADERS);
    if (asked === undefined) {
      response.writeHead(403, { ...CDN_HEADERS, 'Content-Type': 'application/xml' });
      response.end('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>');
      return;
    }
    await sendBytes(request, response, {
      ...asked,
      headers: { ...CDN_HEADERS, 'Content-Type': 'application/octet-stream' },
    });
  };

  const hub = serve(answerHub);
  const cdn = serve(answerCdn);
  const url = await listen(hub);
  // Another name for the same machine, so that browsers and tokens see another host.
  const cdnUrl = (await listen(cdn)).replace('127.0.0.1', 'localhost');

  const server: HubServer = {
    url,
    requests,
    traffic: (file) =>
      new Map(
        [...sent].filter(([name]) => file.test(name)).map(([name, runs]) => [name, measure(runs)]),
      ),
    publish: (id, repo) => published.publish(id, repo),
    inject: (path, fault, options) => faults.inject(path, fault, options),
    heal: () => faults.heal(),
    async close() {
      for (const each of [hub, cdn]) {
        each.closeAllConnections();
        await new Promise((resolve) => each.close(resolve));
      }
    },
  };
  for (const [id, repo] of Object.entries(repos)) await server.publish(id, repo);
  return server;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function serve(answer: Answer): Server {
  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function measure(runs: readonly (readonly [start: number, end: number])[]): Traffic {
  let bytes = 0;
  let distinct = 0;
  let reached = 0;
  for (const [start, end] of [...runs].sort(([a], [b]) => a - b)) {
    bytes += end - start;
    distinct += Math.max(0, end - Math.max(start, reached));
    reached = Math.max(reached, end);
  }
  return { bytes, distinct };
}
