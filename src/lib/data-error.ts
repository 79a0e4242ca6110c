/** A file or pasted data of the wrong form. The message names the field and its fault. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
