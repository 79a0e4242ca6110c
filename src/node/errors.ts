/** What the command line itself refuses. A checkpoint's own faults are CheckpointErrors. */

/** The arguments are wrong: the usage is shown beneath, and the exit code is 2. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/** A file or folder that cannot be read, written or safely replaced; names it. */
export class FileError extends Error {
  override readonly name = 'FileError';
  /** The operating system's code, where it was the one that refused. */
  readonly code: string | undefined;
  /** What is wrong, without the path. */
  readonly reason: string;

  constructor(path: string, reason: string, options?: { code?: string; cause?: unknown }) {
    super(`${path}: ${reason}`, { cause: options?.cause });
    this.code = options?.code;
    this.reason = reason;
  }

  /** Says in words what the operating system gives as a code. */
  static of(path: string, cause: unknown): FileError {
    if (cause instanceof FileError) return cause;
    const code = codeOf(cause);
    const message = cause instanceof Error ? cause.message : String(cause);
    const words = code === undefined ? undefined : WORDS[code];
    return new FileError(path, words ?? message, { cause, ...(code && { code }) });
  }

  /** Of folders such as /proc, which exist, but say of a new file that it does not. */
  static unmakeable(path: string, folder: string, cause: unknown): FileError {
    return new FileError(path, `nothing can be made in ${folder}; name a place elsewhere`, {
      cause,
    });
  }
}

/** The code of an operating system's error ("ENOENT"), if it is one. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EEXIST: 'something of this name is there already',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'a part of this path is a file, not a folder',
  ENOSPC: 'the disk is full; free some space, or name a place on another disk',
  EDQUOT: 'the disk quota is used up; free some space, or name a place on another disk',
  EFBIG: 'the file is larger than is allowed here',
  EROFS: 'the disk can only be read; name a place on another disk',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  ERR_FS_FILE_TOO_LARGE:
    'has 2 GiB or more, which is too large to read; split it into several files',
};
