import { isolated } from './isolate.ts';
/** Reports a checkpoint that does not hold what it claims. Names the file and, if one is at fault, the tensor. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
  /** The file (path or URL) at fault. */
  readonly file: string;
  /** The tensor at fault, if there is one. */
  readonly tensor: string | undefined;

  /** Whether the fault is in the files' contents: reading the same ones again cannot help. */
  readonly permanent: boolean;

  constructor(
    message: string,
    where: { file: string; tensor?: string | undefined; permanent?: boolean },
  ) {
    const tensor =
      where.tensor === undefined ? '' : `tensor "${isolated(shorten(where.tensor, 200))}": `;
    super(`${isolated(shorten(where.file, 400))}: ${tensor}${shorten(message, 800)}`);
    this.file = where.file;
    this.tensor = where.tensor;
    this.permanent = where.permanent ?? where.tensor !== undefined;
  }
}

/** Shortens a name from a file, where it may be megabytes long. */
function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}
