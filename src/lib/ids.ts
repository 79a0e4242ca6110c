/** Of this page and no other, so that ids of a saved workspace do not come again. */
let page: string | undefined;
let count = 0;

/** An id that nothing else has; asking for random numbers once per text would take thousands long. */
export function newId(): string {
  // `randomUUID` is missing on plain http, `getRandomValues` is not.
  page ??= Array.from(crypto.getRandomValues(new Uint32Array(3)), (word) => word.toString(36)).join(
    '',
  );
  count += 1;
  return `${page}-${count.toString(36)}`;
}
