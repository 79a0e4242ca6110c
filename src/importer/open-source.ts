/** From where the user says a model is to a folder that can be read, pinned to one version of it. */

import { type HttpOptions, httpFolder } from '../checkpoint/http-folder.ts';
import { hubFolder } from '../checkpoint/hub.ts';
import { fileFolder } from '../checkpoint/source.ts';
import type { ModelFolder } from '../checkpoint/types.ts';
import type { ImportSource } from './types.ts';

export interface OpenedSource {
  readonly folder: ModelFolder;
  /** What the model is called where nobody has named it. */
  readonly name: string;
  /** For the user. */
  readonly label: string;
  /** The commit that is read, or what was asked for; null for folders. */
  readonly revision: string | null;
  /**
   * The same for the same version of the same model. Null for folders: what they hold must tell (`identityOf`).
   */
  readonly commit: string | null;
}

/** @param keep Where files of a server without ranges are put while they are read. */
export async function openSource(
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
    // A commit is 40 digits (`commitOf`): where the id ends is never in doubt.
    commit: commit === null ? null : `${id}\n${commit}`,
  };
}

/**
 * The commit that a branch or tag is at, so that all files are of one version and an import that is gone on
 * with later meets the same. Null where the server does not say: then the name itself is read.
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
    // What is wrong with the address is said by the first file.
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
