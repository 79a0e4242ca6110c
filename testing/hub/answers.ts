/** The hub's addresses, and its answers when it refuses a file. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Headers, HubFault } from './send.ts';

export const HUB_HEADERS = {
  'Access-Control-Expose-Headers':
    'X-Repo-Commit,X-Request-Id,X-Error-Code,X-Error-Message,X-Total-Count,ETag,Link,Accept-Ranges,Content-Range,X-Linked-Size,X-Linked-ETag,X-Xet-Hash',
  'Access-Control-Max-Age': '86400',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'X-Powered-By': 'huggingface-moon',
};
export const CDN_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': '*',
};

/** Requests that an address may make in five minutes, as the hub announces; not enforced here. */
export const RATE = {
  RateLimit: '"resolvers";r=2999;t=300',
  'RateLimit-Policy': '"fixed window";"resolvers";q=3000;w=300',
};

interface Route {
  readonly kind: 'api' | 'resolve' | 'cache';
  readonly id: string;
  readonly revision: string;
  /** Path of the file; "" for the API. */
  readonly path: string;
}

/** The hub's oldest models have no owner in their id. */
const ROUTES: readonly (readonly [Route['kind'], RegExp])[] = [
  ['api', /^\/api\/models\/([^/]+(?:\/[^/]+)?)\/revision\/([^/]+)$/],
  ['cache', /^\/api\/resolve-cache\/models\/([^/]+(?:\/[^/]+)?)\/([0-9a-f]{40})\/(.+)$/],
  ['resolve', /^\/([^/]+(?:\/[^/]+)?)\/resolve\/([^/]+)\/(.+)$/],
];

export function parseRoute(pathname: string): Route | null {
  for (const [kind, pattern] of ROUTES) {
    const match = pattern.exec(pathname);
    if (match === null) continue;
    const [id = '', revision = '', path = ''] = match
      .slice(1)
      .map((part) => decodeURIComponent(part ?? ''));
    return { kind, id, revision, path };
  }
  return null;
}

/** The hub's refusal of a file; the API sends it as JSON. */
export class Refusal {
  readonly status: number;
  readonly message: string;
  readonly code: string | undefined;

  constructor(status: number, message: string, code?: string) {
    this.status = status;
    this.message = message;
    this.code = code;
  }

  send(response: ServerResponse, headers: Headers, asJson = false): void {
    response.writeHead(this.status, {
      ...headers,
      'X-Error-Message': this.message.replace('’', "'"),
      ...(this.code === undefined ? {} : { 'X-Error-Code': this.code }),
      ...(this.status === 401
        ? { 'WWW-Authenticate': 'Bearer realm="Authentication required", charset="UTF-8"' }
        : {}),
      'Content-Type': asJson ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8',
    });
    response.end(asJson ? JSON.stringify({ error: this.message }) : this.message);
  }
}

/** Sends the answers of faults that replace the whole file. @returns whether it did */
export function answerFault(
  response: ServerResponse,
  fault: HubFault | undefined,
  headers: Headers,
): boolean {
  switch (fault?.kind) {
    case 'status':
      response
        .writeHead(fault.status, { ...headers, 'Content-Type': 'text/plain' })
        .end(fault.body);
      return true;
    case 'busy':
      response
        .writeHead(429, {
          ...headers,
          'Retry-After': fault.retryAfterS,
          RateLimit: `"resolvers";r=0;t=${fault.retryAfterS}`,
        })
        .end('We had to rate limit your IP.');
      return true;
    case 'html':
      response.writeHead(200, {
        ...headers,
        'Content-Type': fault.type ?? 'text/html; charset=utf-8',
      });
      response.end('<!doctype html><title>Sign in to the network</title>');
      return true;
    case 'refuse':
      response.destroy();
      return true;
    default:
      return false;
  }
}

export function withoutCors(headers: Headers, fault: HubFault | undefined): Headers {
  if (fault?.kind !== 'no-cors') return headers;
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !name.startsWith('Access-Control')),
  );
}

export function preflight(
  request: IncomingMessage,
  response: ServerResponse,
  headers: Headers,
): void {
  response
    .writeHead(204, {
      ...headers,
      'Access-Control-Allow-Methods': 'GET,HEAD',
      'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '',
    })
    .end();
}

export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
