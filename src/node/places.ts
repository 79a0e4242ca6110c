/** Resolves where paths lead: through links, "..", and letter case on disks that ignore it. */
import {
  type BigIntStats,
  lstatSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { codeOf, FileError } from './errors.ts';

/**
 * Resolves a path's links, even if its last parts do not exist yet.
 * @throws FileError if it leads through a file or may not be followed.
 */
export function realPlace(path: string): string {
  // Not normalised: "link/.." is the parent of the link's target.
  let at = isAbsolute(path) ? path : `${process.cwd()}/${path}`;
  const rest: string[] = [];
  for (;;) {
    try {
      return join(realpathSync.native(at), ...rest);
    } catch (cause) {
      if (codeOf(cause) !== 'ENOENT') throw FileError.of(path, cause);
    }
    const link = lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    if (link) {
      at = resolve(dirname(at), readlinkSync(at));
    } else {
      rest.unshift(basename(at));
      at = dirname(at);
    }
  }
}

/** Whether two paths exist and lead to the same thing. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [identity(one), identity(other)];
  return a !== null && a === b;
}

/** Whether a path, which may not exist yet, is the folder or lies inside it. */
export function isWithin(path: string, folder: string): boolean {
  const wanted = identity(folder);
  if (wanted === null) return false;
  for (let at = realPlace(path); ; at = dirname(at)) {
    if (identity(at) === wanted) return true;
    if (at === dirname(at)) return false;
  }
}

/** Whether a file of one folder links to something in the other. */
export function hasLinkInto(folder: string, other: string): boolean {
  if (identity(folder) === null || identity(other) === null) return false;
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some(
    (entry) => entry.isSymbolicLink() && isWithin(join(entry.parentPath, entry.name), other),
  );
}

/** Device and inode, the same for all names of a thing; null if it does not exist. */
function identity(path: string): string | null {
  const found: BigIntStats | undefined = statIfThere(path);
  return found === undefined ? null : `${found.dev}:${found.ino}`;
}

function statIfThere(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (cause) {
    if (codeOf(cause) === 'ENOTDIR') return undefined;
    throw FileError.of(path, cause);
  }
}
