/** Makes a name that is not in `taken`: "Refunds", or "Refunds (2)". */
export function uniqueName(name: string, taken: Iterable<string>): string {
  const names = new Set(taken);
  if (!names.has(name)) return name;
  const base = name.replace(/ \(\d+\)$/, '');
  let count = 2;
  while (names.has(`${base} (${count})`)) count += 1;
  return `${base} (${count})`;
}
