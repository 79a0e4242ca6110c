/** A checkpoint that cannot be read as what it says it is. Names the file and, where one is to blame, the tensor. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
  /** The file (path or URL) at fault. */
  readonly file: string;
  /** The tensor at fault, if there is one. */
  readonly tensor: string | undefined;

  constructor(message: string, where: { file: string; tensor?: string | undefined }) {
    super(
      where.tensor === undefined
        ? `${where.file}: ${message}`
        : `${where.file}: tensor "${where.tensor}": ${message}`,
    );
    this.file = where.file;
    this.tensor = where.tensor;
  }
}
