/** The hub's knowledge of a folder: its files, their sizes and hashes, and their commit. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Refusal } from './answers.ts';

export interface HubFile {
  /** Path on disk. */
  readonly location: string;
  readonly size: number;
  /** Git's id of the file, or of a large file's pointer: 40 hex digits. */
  readonly blobId: string;
  /** SHA-256 of a file on the CDN; null if git holds the file. */
  readonly sha256: string | null;
}

interface Commit {
  /** Hash of the commit: 40 hex digits. */
  readonly sha: string;
  /** Files by path in the repository. */
  readonly files: ReadonlyMap<string, HubFile>;
}

/** Checkpoint files that a new repository's .gitattributes sends to the CDN. */
const LARGE = /\.(bin|safetensors|onnx|onnx_data|model|h5|msgpack|npy|npz|pt|zip)$/;
/** Largest file that the hub takes into git. */
const MAX_GIT_BYTES = 10 * 1000 * 1000;

/** Reads and hashes every file of `folder` once: a second per gigabyte. */
async function readCommit(folder: string): Promise<Commit> {
  const files = new Map<string, HubFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    // Follows links, because a model is often a folder of links into a cache.
    const location = join(entry.parentPath, entry.name);
    const found = await stat(location);
    if (!found.isFile()) continue;
    files.set(
      relative(folder, location).split(sep).join('/'),
      await readFileFacts(location, found.size),
    );
  }
  const listing = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const sha = createHash('sha1').update(
    JSON.stringify(listing.map(([path, f]) => [path, f.blobId])),
  );
  return { sha: sha.digest('hex'), files: new Map(listing) };
}

async function readFileFacts(location: string, size: number): Promise<HubFile> {
  if (!LARGE.test(location) && size <= MAX_GIT_BYTES) {
    return { location, size, blobId: gitBlobId(await readFile(location)), sha256: null };
  }
  const hash = createHash('sha256');
  await pipeline(createReadStream(location, { highWaterMark: 1 << 20 }), hash);
  const sha256 = hash.digest('hex');
  return { location, size, blobId: gitBlobId(Buffer.from(lfsPointer(sha256, size))), sha256 };
}

function gitBlobId(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.byteLength}\0`).update(bytes).digest('hex');
}

function lfsPointer(sha256: string, size: number): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${size}\n`;
}

export interface HubRepo {
  /** Folder served as the newest commit. Do not change it meanwhile: `publish` a new one. */
  readonly folder: string;
  /** Access; default: public. Only `readers` may read a private or gated repository. */
  readonly access?: 'private' | 'gated';
  /** Tokens that may read the repository. */
  readonly readers?: readonly string[];
  /** Branches and tags of this commit; default: main. */
  readonly revisions?: readonly string[];
}

interface Published extends HubRepo {
  /** Commits by hash, branch and tag. */
  readonly commits: ReadonlyMap<string, Commit>;
}

interface Asked {
  readonly token: string | undefined;
  /** Whether a file is asked for, rather than the description, which a gated repository shows to everyone. */
  readonly asksForFile: boolean;
}

/** All repositories with their readers. */
export class Repos {
  private readonly published = new Map<string, Published>();
  private readonly accounts: readonly string[];

  constructor(accounts: readonly string[]) {
    this.accounts = accounts;
  }

  async publish(id: string, repo: HubRepo): Promise<string> {
    const commit = await readCommit(repo.folder);
    const commits = new Map(this.published.get(id)?.commits);
    for (const name of [commit.sha, ...(repo.revisions ?? ['main'])]) commits.set(name, commit);
    this.published.set(id, { ...repo, commits });
    return commit.sha;
  }

  access(id: string): 'public' | 'private' | 'gated' {
    return this.published.get(id)?.access ?? 'public';
  }

  /** The requested commit, or the hub's refusal. */
  find(id: string, revision: string, { token, asksForFile }: Asked): Commit | Refusal {
    const repo = this.published.get(id);
    if (token !== undefined && !this.isKnown(token)) {
      return new Refusal(401, 'Invalid credentials in Authorization header');
    }
    const reads = token !== undefined && repo?.readers?.includes(token);
    if (repo === undefined || (repo.access === 'private' && !reads)) {
      return token === undefined
        ? new Refusal(401, 'Invalid username or password.')
        : new Refusal(404, 'Repository not found', 'RepoNotFound');
    }
    if (repo.access === 'gated' && !reads && asksForFile) {
      const advice =
        token === undefined
          ? '. You must have access to it and be authenticated to access it. Please log in.'
          : ` and you are not in the authorized list. Visit https://huggingface.co/${id} to ask for access.`;
      const status = token === undefined ? 401 : 403;
      return new Refusal(status, `Access to model ${id} is restricted${advice}`, 'GatedRepo');
    }
    const unknown = new Refusal(404, `Invalid rev id: ${revision}`, 'RevisionNotFound');
    return repo.commits.get(revision) ?? unknown;
  }

  private isKnown(token: string): boolean {
    const readers = [...this.published.values()].flatMap((repo) => repo.readers ?? []);
    return [...this.accounts, ...readers].includes(token);
  }
}

/** `GET /api/models/<id>/revision/<revision>`; lists sizes and hashes only for `?blobs=true`. */
export function modelInfo(
  id: string,
  { sha, files }: Commit,
  { access, blobs }: { readonly access: string; readonly blobs: boolean },
): object {
  return {
    _id: sha.slice(0, 24),
    id,
    modelId: id,
    author: id.includes('/') ? id.split('/')[0] : undefined,
    sha,
    lastModified: '2023-01-21T06:18:18.000Z',
    private: access === 'private',
    gated: access === 'gated' ? 'manual' : false,
    disabled: false,
    downloads: 0,
    likes: 0,
    library_name: 'sentence-transformers',
    pipeline_tag: 'sentence-similarity',
    tags: ['sentence-transformers', 'pytorch', 't5'],
    siblings: [...files].map(([rfilename, { size, blobId, sha256 }]) => ({
      rfilename,
      ...(blobs ? { size, blobId } : {}),
      ...(blobs && sha256 !== null
        ? { lfs: { sha256, size, pointerSize: lfsPointer(sha256, size).length } }
        : {}),
    })),
  };
}
