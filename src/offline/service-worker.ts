/**
 * The service worker: after one visit, Facet needs no network. It serves a version once that version is whole, never a
 * mix of two; it takes over from an older version when the user agrees; and it isolates the page where the host does
 * not.
 */
import {
  isForGpu,
  isWeights,
  type ListedFile,
  listedFiles,
  pathWithin,
  versionOf,
} from './files.ts';
import type { OfflineReply, OfflineRequest, WhichVersion } from './protocol.ts';
import {
  anyHas,
  fileOfOther,
  isWhole,
  type Kept,
  keepVersion,
  keptFile,
  notWhole,
  removeOthers,
} from './store.ts';

declare const self: ServiceWorkerGlobalScope & {
  /** The build's list of files. */
  readonly __WB_MANIFEST: readonly ListedFile[];
};

/** Headers that isolate a document, so that WASM may use threads. */
const ISOLATION: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};
const SETTINGS = 'facet-settings';
/** Milliseconds that an open page may take to name its version. */
const ANSWER_MS = 3000;

const ALL = listedFiles(self.__WB_MANIFEST);
const FILES = new Map(ALL.map((file) => [file.path, file]));
const scope = self.registration.scope;
const version = versionOf(ALL);
let whole: Promise<boolean> | null = null;

/** Returns this version, with or without the files that only a GPU needs. */
async function kept(gpu: boolean): Promise<Kept> {
  return {
    scope,
    version: await version,
    files: gpu ? ALL : ALL.filter((file) => !isForGpu(file)),
  };
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

async function install(): Promise<void> {
  // The first version activates at once and stores its files when the page has loaded. A later one first stores all of
  // them: if one fails, it is not installed, and the version before it stays.
  if (self.registration.active === null) return self.skipWaiting();
  await keepVersion(await kept(await anyHas((path) => isForGpu({ path, sha256: '', bytes: 0 }))));
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = pathWithin(scope, request.url);
  if (request.method !== 'GET' || path === null) return;
  event.respondWith(answer(request, path));
});

async function answer(request: Request, path: string): Promise<Response> {
  const response = (await stored(request, path)) ?? (await fromNetwork(request));
  const isDocument = ['document', 'iframe', 'worker'].includes(request.destination);
  if (!isDocument || response.type === 'opaqueredirect' || !(await setting('isolate')))
    return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

async function stored(request: Request, path: string): Promise<Response | undefined> {
  const version = await kept(true);
  const file = FILES.get(path);
  if (file === undefined) {
    return path.startsWith('assets/') ? fileOfOther(version, request.url) : undefined;
  }
  whole ??= isWhole(version);
  if (!(await whole)) return undefined;
  // The page finds the weights itself.
  if (isWeights(file)) return undefined;
  const found = await keptFile(version, file);
  if (found === undefined && !isForGpu(file)) {
    whole = Promise.resolve(false);
    await notWhole(version);
  }
  return found;
}

async function fromNetwork(request: Request): Promise<Response> {
  return (await setting('no-network')) ? Response.error() : fetch(request);
}

self.addEventListener('message', (event) => {
  const port = event.ports[0];
  const tell = (reply: OfflineReply) => port?.postMessage(reply);
  event.waitUntil(
    handle(event.data as OfflineRequest, tell).catch((error: unknown) =>
      tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    ),
  );
});

async function handle(request: OfflineRequest, tell: (reply: OfflineReply) => void): Promise<void> {
  switch (request.kind) {
    case 'prepare':
      await keepVersion(await kept(request.gpu), (doneBytes, totalBytes) =>
        tell({ kind: 'progress', doneBytes, totalBytes }),
      );
      whole = Promise.resolve(true);
      tell({ kind: 'ready', version: await version });
      await cleanUp();
      break;
    case 'isolate':
      await set('isolate', true);
      tell({ kind: 'done' });
      break;
    case 'network':
      await set('no-network', !request.allowed);
      tell({ kind: 'done' });
      break;
    case 'activate':
      await self.skipWaiting();
      break;
    default:
      request satisfies never;
  }
}

/** Removes other versions once no open page needs their files, and no page is about to. */
async function cleanUp(): Promise<void> {
  const { installing, waiting } = self.registration;
  if (installing !== null || waiting !== null) return;
  const name = await version;
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const versions = await Promise.all(pages.map(versionOfPage));
  if (versions.every((each) => each === name)) await removeOthers(await kept(true));
}

function versionOfPage(page: Client): Promise<string | null> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<string | null>) => resolve(data);
    setTimeout(() => resolve(null), ANSWER_MS);
    page.postMessage({ kind: 'which-version' } satisfies WhichVersion, [port2]);
  });
}

type Setting = 'isolate' | 'no-network';
const settings = new Map<Setting, boolean>();

/** The browser may end this worker at any time: settings are kept beside the files. */
async function setting(name: Setting): Promise<boolean> {
  const known = settings.get(name);
  if (known !== undefined) return known;
  const found = (await (await caches.open(SETTINGS)).match(`${scope}?${name}`)) !== undefined;
  settings.set(name, found);
  return found;
}

async function set(name: Setting, value: boolean): Promise<void> {
  settings.set(name, value);
  const cache = await caches.open(SETTINGS);
  if (value) await cache.put(`${scope}?${name}`, new Response());
  else await cache.delete(`${scope}?${name}`);
}
