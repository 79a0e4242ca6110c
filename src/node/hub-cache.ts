/**
 * Hugging Face's cache on disk: `hub/models--<owner>--<name>/` holds `blobs/`, `refs/<branch>` and one
 * `snapshots/<commit>/` for each version, whose files link into `blobs/`. A model's folder is a snapshot, and who names a
 * folder above it means the model in it. Layout: huggingface_hub, "Understand caching".
 */
import { type Dirent, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { MANIFEST_FILE } from '../model-folder/files.ts';
import { codeOf, FileError } from './errors.ts';

const REPO = /^models--(.+)$/;
/** Any of these makes a folder a model's own. */
const MARKS = ['modules.json', MANIFEST_FILE, 'config.json', 'adapter_config.json'];
/** Most models that a message lists. */
const LISTED = 8;

/**
 * Finds the model's own folder in the cache.
 * @param directory Any folder. One that is not the cache's, or is a snapshot, comes back as it is.
 * @throws FileError if the cache holds several models or versions, which it lists by their paths, or none.
 */
export function snapshotIn(directory: string): string {
  const place = resolve(directory);
  // Inside a model's folder of the cache: "snapshots", "blobs" and "refs" are parts of it.
  const repo = ['snapshots', 'blobs', 'refs'].includes(basename(place)) ? dirname(place) : place;
  if (isModel(place)) return directory;
  if (isRepo(repo)) return onlySnapshot(directory, repo);
  const hub = hubIn(place);
  return hub === null ? directory : onlyModel(directory, hub);
}

/** Name of the model that a folder holds: its own, and for a snapshot that of its model on the hub. */
export function modelName(directory: string): string {
  const place = resolve(directory);
  const repo = dirname(dirname(place));
  const isSnapshot = basename(dirname(place)) === 'snapshots';
  const id = isSnapshot ? REPO.exec(basename(repo))?.[1] : undefined;
  return id?.split('--').at(-1) || basename(place);
}

/** Why a file that a link names cannot be opened; null if no link is at fault. */
export function brokenLink(file: string): string | null {
  try {
    if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return null;
    return `is a link to ${readlinkSync(file)}, and nothing is there: its download did not end, or a part of the cache was deleted; fetch the model again with "hf download <model> --local-dir <folder>", and name that folder`;
  } catch {
    return null;
  }
}

function isModel(directory: string): boolean {
  return MARKS.some(
    (name) => lstatSync(join(directory, name), { throwIfNoEntry: false }) !== undefined,
  );
}

function isRepo(directory: string): boolean {
  const snapshots = isFolder(join(directory, 'snapshots'));
  if (REPO.test(basename(directory))) return snapshots || isFolder(join(directory, 'blobs'));
  return snapshots && isFolder(join(directory, 'blobs'));
}

/** The folder of models--… in this one, which may be `~/.cache/huggingface` above it; null if this is no cache. */
function hubIn(directory: string): string | null {
  for (const each of [directory, join(directory, 'hub')]) {
    if (foldersIn(each).some((name) => REPO.test(name) && isRepo(join(each, name)))) return each;
  }
  return null;
}

function onlyModel(given: string, hub: string): string {
  const repos = foldersIn(hub)
    .map((name) => join(hub, name))
    .filter((path) => REPO.test(basename(path)) && snapshotsOf(path).length > 0);
  if (repos.length === 1) return onlySnapshot(given, repos[0]!);
  const models = repos.map((path) => snapshotsOf(path)[0]!);
  throw new FileError(
    given,
    models.length === 0
      ? `is Hugging Face's cache, and no model in it is whole; ${FETCH}`
      : `is Hugging Face's cache of ${models.length} models; name one of them: ${listed(models)}`,
  );
}

function onlySnapshot(given: string, repo: string): string {
  const all = snapshotsOf(repo);
  if (all.length === 1) return all[0]!;
  throw new FileError(
    given,
    all.length === 0
      ? `is a model of Hugging Face's cache without a whole version; ${FETCH}`
      : `is a model of Hugging Face's cache in ${all.length} versions; name one of them: ${listed(all)}`,
  );
}

const FETCH = 'fetch it with "hf download <model>"';

/** Versions of a model that hold something, that of its main branch first. */
function snapshotsOf(repo: string): string[] {
  const folder = join(repo, 'snapshots');
  const main = mainOf(repo);
  return foldersIn(folder)
    .sort((a, b) => Number(b === main) - Number(a === main) || (a < b ? -1 : 1))
    .map((name) => join(folder, name))
    .filter((path) => entriesOf(path).length > 0);
}

function mainOf(repo: string): string | null {
  try {
    return readFileSync(join(repo, 'refs', 'main'), 'utf8').trim();
  } catch {
    return null;
  }
}

function foldersIn(directory: string): string[] {
  return entriesOf(directory)
    .filter((entry) => entry.isDirectory() || isFolder(join(directory, entry.name)))
    .map(({ name }) => name);
}

/** @throws FileError if the folder may not be listed. */
function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(cause) ?? '')) return [];
    throw FileError.of(directory, cause);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}

function listed(paths: readonly string[]): string {
  const more = paths.length - LISTED;
  return paths.slice(0, LISTED).join(', ') + (more > 0 ? `, and ${more} more` : '');
}
