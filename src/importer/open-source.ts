/** Opens the user's source of a model as a readable folder, pinned to one version. */

import { type HttpOptions, httpFolder } from '../checkpoint/http-folder.ts';
import { hubFolder } from '../checkpoint/hub.ts';
import { fileFolder } from '../checkpoint/source.ts';
import type { ModelFolder } from '../checkpoint/types.ts';
import type { ImportSource } from './types.ts';

export interface OpenedSource {
  readonly folder: ModelFolder;
  /** Default name of the model. */
  readonly name: string;
  /** Label for the user. */
  readonly label: string;
  /** Commit that is read, or the requested revision; null for folders. */
  readonly revision: string | null;
  /**
   * Identity of a version of a model. Null for folders: their contents must tell (`identityOf`).
   */
  readonly commit: string | null;
}

/** @param keep Stores files of a server without ranges while they are read. */
export async function openImportSource(
  source: ImportSource,
  signal: AbortSignal,
  keep: HttpOptions['keep'],
): Promise<OpenedSource> {
  if (source.kind === 'files') {
    return {
      folder: fileFolder(source.label, source.files),
      name: source.label,
      label: source.label,
      revision: null,
      commit: null,
    };
  }
  if (source.kind === 'url') {
    return {
      folder: httpFolder(source.url, { token: source.token, keep }),
      name: lastPart(source.url),
      label: source.url,
      revision: null,
      commit: null,
    };
  }
  const { id, hub, token } = source;
  const commit = await commitOf(source, signal);
  const revision = commit ?? source.revision;
  return {
    folder: hubFolder(id, { revision, hub, token, keep }),
    name: lastPart(id),
    label: id,
    revision,
    // A commit has 40 digits (`commitOf`), so the end of the id is never in doubt.
    commit: commit === null ? null : `${id}\n${commit}`,
  };
}

/**
 * Commit of a branch or tag, so that all files have one version and a resumed import meets the same.
 * Null if the server does not tell: then the branch or tag itself is read.
 */
async function commitOf(
  { id, revision, hub, token }: Extract<ImportSource, { kind: 'hub' }>,
  signal: AbortSignal,
): Promise<string | null> {
  const base = hub.endsWith('/') ? hub : `${hub}/`;
  try {
    const url = `${base}api/models/${id}/revision/${encodeURIComponent(revision)}`;
    const headers: HeadersInit = token ? { Authorization: `Bearer ${token}` } : {};
    const response = await fetch(url, { headers, signal });
    const { sha } = (await response.json()) as { sha?: unknown };
    return response.ok && typeof sha === 'string' && /^[0-9a-f]{40}$/.test(sha) ? sha : null;
  } catch {
    signal.throwIfAborted();
    // The first file reports what is wrong with the address.
    return null;
  }
}

function lastPart(path: string): string {
  const clean = path
    .replace(/[?#].*$/, '')
    .split('/')
    .filter(Boolean);
  return clean.at(-1) ?? path;
}
