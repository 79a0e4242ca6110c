/** Prefix of this page alone: new ids do not repeat those of a saved workspace. */
let page: string | undefined;
let count = 0;

/** Makes a unique id. It counts, because random numbers for thousands of texts take long. */
export function newId(): string {
  // Plain http lacks `randomUUID` but has `getRandomValues`.
  page ??= Array.from(crypto.getRandomValues(new Uint32Array(3)), (word) => word.toString(36)).join(
    '',
  );
  count += 1;
  return `${page}-${count.toString(36)}`;
}
