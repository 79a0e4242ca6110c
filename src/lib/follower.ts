/**
 * Returns a function that makes a list out of a list, item by item, and takes over from the list before what did not
 * change: of 100,000 items it looks at those that are others, and else compares references. It returns the list before
 * where nothing of it changes.
 *
 * @param make Makes something of an item at an index; null leaves the item out. Its result must depend on the two alone.
 */
export function follower<Item extends object, Made>(
  make: (item: Item, index: number) => Made | null,
): (items: readonly Item[]) => readonly Made[] {
  let items: readonly Item[] = [];
  let made: readonly Made[] = [];
  /** How many were made of the items before each index, and of all. */
  let before = new Uint32Array(1);

  return (next) => {
    const start = sameFromStart(items, next);
    // An index that shifts makes another item.
    const end = next.length === items.length ? sameToEnd(items, next, start) : next.length;
    const oldEnd = next.length === items.length ? end : items.length;
    const counts = next.length === items.length ? before : new Uint32Array(next.length + 1);
    const [from, to] = [before[start]!, before[oldEnd]!];
    if (counts !== before) counts.set(before.subarray(0, start + 1));
    const fresh: Made[] = [];
    for (let index = start; index < end; index++) {
      const one = make(next[index]!, index);
      if (one !== null) fresh.push(one);
      counts[index + 1] = from + fresh.length;
    }
    const more = fresh.length - (to - from);
    if (more !== 0)
      for (let index = end + 1; index < counts.length; index++) counts[index]! += more;
    items = next;
    before = counts;
    if (more !== 0 || fresh.some((one, at) => one !== made[from + at])) {
      made = made.slice(0, from).concat(fresh, made.slice(to));
    }
    return made;
  };
}

/** Number of items at the start that are the same in both. */
function sameFromStart(a: readonly object[], b: readonly object[]): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a[at] === b[at]) at++;
  return at;
}

/** Index from which both, of one length, have the same items; not before `start`. */
function sameToEnd(a: readonly object[], b: readonly object[], start: number): number {
  let at = a.length;
  while (at > start && a[at - 1] === b[at - 1]) at--;
  return at;
}
