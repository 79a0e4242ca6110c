/** Keeps, of items in order of rank, the first of each group; all of them without groups. */
export function firstOfGroups<Item>(
  ranked: readonly Item[],
  indexOf: (item: Item) => number,
  groups: Uint32Array | undefined,
): readonly Item[] {
  if (groups === undefined) return ranked;
  const seen = new Set<number>();
  return ranked.filter((item) => {
    const group = groups[indexOf(item)]!;
    if (seen.has(group)) return false;
    seen.add(group);
    return true;
  });
}
