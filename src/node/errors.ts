/** Errors of the command line itself. Faults of a checkpoint are CheckpointErrors. */

/** Wrong arguments: the usage follows the message, and the exit code is 2. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/** A file or folder that cannot be read, written or safely replaced. Names it. */
export class FileError extends Error {
  override readonly name = 'FileError';
  /** Code of the operating system, if it refused. */
  readonly code: string | undefined;
  /** What is wrong, without the path. */
  readonly reason: string;

  constructor(path: string, reason: string, options?: { code?: string; cause?: unknown }) {
    super(`${path}: ${reason}`, { cause: options?.cause });
    this.code = options?.code;
    this.reason = reason;
  }

  /** Puts the operating system's code into words. */
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

/** The code of an operating system's error ("ENOENT"), or undefined. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EEXIST: 'something with this name exists already',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'a part of this path is a file, not a folder',
  ENOSPC: 'the disk is full; free some space, or name a place on another disk',
  EDQUOT: 'the disk quota is used up; free some space, or name a place on another disk',
  EFBIG: 'the file is larger than the system allows',
  EROFS: 'the disk is read-only; name a place on another disk',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  ERR_FS_FILE_TOO_LARGE:
    'has 2 GiB or more, which is too large to read; split it into several files',
};
