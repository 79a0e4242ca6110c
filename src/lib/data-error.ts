/** A file or pasted data that is not what it should be. The message names the field and its fault. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
