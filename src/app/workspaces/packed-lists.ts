/**
 * Packs long lists of a stored workspace. The database copies a record while the page waits; with one object a text
 * this takes 0.1 s and more for 100,000. Strings of a thousand texts each take a hundredth of that, and after an edit
 * only the changed strings are made anew.
 */
import { isObject } from '../../workspace/workspace.ts';

type Items = readonly object[];

interface PackedList {
  /** JSON strings of up to `SLICE` items each. */
  readonly packed: readonly string[];
}

/** Length up to which a list is stored unpacked, as every Facet reads it. */
const LONG = 2000;
const SLICE = 1000;
/** Slices made between two turns: some milliseconds' work. */
const SLICES_A_TURN = 10;

const LISTS = ['texts', 'queries', 'documents'] as const;

/** Last packed version of each list. */
const last = new Map<string, { readonly items: Items; readonly packed: readonly string[] }>();

/** Packs the long lists of a workspace, and says whether there is one. Gives the page a turn only where much is new. */
export async function packLists<Lists extends Readonly<Record<(typeof LISTS)[number], Items>>>(
  workspace: Lists,
): Promise<{ readonly workspace: unknown; readonly isPacked: boolean }> {
  const long = LISTS.filter((name) => workspace[name].length > LONG);
  const lists: Record<string, PackedList> = {};
  for (const name of long) lists[name] = { packed: await pack(name, workspace[name]) };
  return { workspace: { ...workspace, ...lists }, isPacked: long.length > 0 };
}

async function pack(name: string, items: Items): Promise<readonly string[]> {
  const before = last.get(name);
  const packed: string[] = [];
  let fresh = 0;
  for (let start = 0; start < items.length; start += SLICE) {
    const known = before?.packed[start / SLICE];
    if (known !== undefined && isSame(items, before!.items, start)) {
      packed.push(known);
      continue;
    }
    packed.push(JSON.stringify(items.slice(start, start + SLICE)));
    fresh += 1;
    if (fresh % SLICES_A_TURN === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  last.set(name, { items, packed });
  return packed;
}

/** Whether two lists have the same items in the slice that begins at `start`. */
function isSame(a: Items, b: Items, start: number): boolean {
  const end = Math.min(start + SLICE, a.length);
  if (end !== Math.min(start + SLICE, b.length)) return false;
  for (let at = start; at < end; at++) if (a[at] !== b[at]) return false;
  return true;
}

/**
 * Unpacks the lists of a stored workspace; returns anything else unchanged. @throws SyntaxError if a list is damaged.
 */
export function unpackLists(workspace: unknown): unknown {
  if (!isObject(workspace)) return workspace;
  const lists: Record<string, unknown> = {};
  for (const name of LISTS) {
    const list = workspace[name];
    if (!isObject(list) || !Array.isArray(list.packed)) continue;
    lists[name] = list.packed.flatMap((slice: unknown) => JSON.parse(String(slice)) as unknown[]);
  }
  return { ...workspace, ...lists };
}
