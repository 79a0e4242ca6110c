/** Files of one version of Facet, each named by its checksum, so that two versions never mix. */

export interface OfflineFile {
  /** Path below the page's folder: "assets/x.js". */
  readonly path: string;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** An entry of the list that the build puts into the service worker. */
export interface ListedFile {
  readonly url: string;
  /** "<sha256>:<bytes>"; the build tool adds entries of its own with other revisions, which are left out. */
  readonly revision: string | null;
}

/** ONNX Runtime for WebGPU: 27 MB that other devices do not need. */
const GPU_RUNTIME = /\/ort-wasm.*\.asyncify-[^/]*\.(wasm|mjs)$/;

export function isForGpu({ path }: OfflineFile): boolean {
  return GPU_RUNTIME.test(path);
}

/**
 * Whether a file is of the weights, which lie in the cache of models that versions share (model-folder/model-cache.ts):
 * they are not stored twice.
 */
export function isWeights({ path }: OfflineFile): boolean {
  return path.endsWith('.safetensors');
}

export function listedFiles(list: readonly ListedFile[]): OfflineFile[] {
  return list.flatMap(({ url, revision }) => {
    const match = /^([0-9a-f]{64}):(\d+)$/.exec(revision ?? '');
    return match === null ? [] : [{ path: url, sha256: match[1]!, bytes: Number(match[2]) }];
  });
}

/** Returns the path below `scope` of a requested file; null outside. The folder itself is its index.html. */
export function pathWithin(scope: string, address: string): string | null {
  const url = new URL(address);
  const base = new URL(scope);
  if (url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) return null;
  return decodeURI(url.pathname.slice(base.pathname.length)) || 'index.html';
}

/** Names a version: the name depends on every byte of every file. */
export async function versionOf(files: readonly OfflineFile[]): Promise<string> {
  const all = [...files].map(({ path, sha256 }) => `${path} ${sha256}`).sort();
  return (await sha256Of(new TextEncoder().encode(all.join('\n')))).slice(0, 16);
}

export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
