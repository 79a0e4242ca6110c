/**
 * Keeps the texts of a large workspace apart from its document: a long list is stored as slices of a thousand texts, each a
 * record of its own that never changes. An edit then writes the slice that it changed and a document of some
 * kilobytes. In one record of objects the database would copy every text while the page waits.
 */

import { isObject } from '../../lib/checks.ts';
import { DataError } from '../../lib/data-error.ts';
import { newId } from '../../lib/ids.ts';

type Items = readonly object[];

export interface Slice {
  /** Name of these contents: other contents get another one. */
  readonly id: string;
  /** JSON array of up to `SLICE` items. */
  readonly items: string;
}

interface SlicedList {
  /** Ids of the list's slices, in order. */
  readonly slices: readonly string[];
}

/** Length up to which a list is stored in the document, as every Facet reads it. */
const LONG = 2000;
const SLICE = 1000;
/** Slices made between two turns: some milliseconds' work. */
const SLICES_A_TURN = 10;

const LISTS = ['texts', 'queries', 'documents'] as const;

type Lists = Readonly<Record<(typeof LISTS)[number], Items>>;

/** Each list as it was sliced or read last. */
const last = new Map<string, { readonly items: Items; readonly slices: readonly Slice[] }>();

/** Cuts the long lists of a workspace into slices. Gives the page a turn only where much is new. */
export async function sliceLists(
  workspace: Lists,
): Promise<{ readonly workspace: unknown; readonly slices: readonly Slice[] }> {
  const long = LISTS.filter((name) => workspace[name].length > LONG);
  const lists: Record<string, SlicedList> = {};
  const all: Slice[] = [];
  for (const name of long) {
    const slices = await slicesOf(name, workspace[name]);
    lists[name] = { slices: slices.map(({ id }) => id) };
    all.push(...slices);
  }
  return { workspace: { ...workspace, ...lists }, slices: all };
}

async function slicesOf(name: string, items: Items): Promise<readonly Slice[]> {
  const before = last.get(name);
  const slices: Slice[] = [];
  let fresh = 0;
  for (let start = 0; start < items.length; start += SLICE) {
    const known = before?.slices[start / SLICE];
    if (known !== undefined && isSame(items, before!.items, start)) {
      slices.push(known);
      continue;
    }
    slices.push({ id: newId(), items: JSON.stringify(items.slice(start, start + SLICE)) });
    fresh += 1;
    if (fresh % SLICES_A_TURN === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  last.set(name, { items, slices });
  return slices;
}

/** Whether two lists have the same items in the slice that begins at `start`. */
function isSame(a: Items, b: Items, start: number): boolean {
  const end = Math.min(start + SLICE, a.length);
  if (end !== Math.min(start + SLICE, b.length)) return false;
  for (let at = start; at < end; at++) if (a[at] !== b[at]) return false;
  return true;
}

/**
 * Puts the lists of a stored workspace together again; returns anything else unchanged.
 * @throws DataError if a slice is missing, SyntaxError if one is damaged.
 */
export function joinLists(workspace: unknown, slices: readonly Slice[]): unknown {
  if (!isObject(workspace)) return workspace;
  const byId = new Map(slices.map(({ id, items }) => [id, items]));
  const lists: Record<string, unknown> = {};
  for (const name of LISTS) {
    const list = workspace[name];
    if (!isObject(list)) continue;
    // Record version 3 had the slices within the document.
    if (Array.isArray(list.packed)) lists[name] = list.packed.flatMap(parsed);
    if (!Array.isArray(list.slices)) continue;
    lists[name] = list.slices.flatMap((id: unknown, at) => {
      const items = byId.get(String(id));
      if (items !== undefined) return parsed(items);
      throw new DataError(
        `${name} lacks texts ${at * SLICE + 1} to ${(at + 1) * SLICE}: this browser lost them.`,
      );
    });
  }
  return { ...workspace, ...lists };
}

/** Notes which slices hold a workspace that was read, so that its next edit writes what it changes alone. */
export function rememberLists(workspace: Lists, stored: unknown, slices: readonly Slice[]): void {
  const byId = new Map(slices.map((slice) => [slice.id, slice]));
  for (const name of LISTS) {
    const list = isObject(stored) ? stored[name] : undefined;
    if (!isObject(list) || !Array.isArray(list.slices)) continue;
    const own = list.slices.flatMap((id: unknown) => byId.get(String(id)) ?? []);
    last.set(name, { items: workspace[name], slices: own });
  }
}

function parsed(slice: unknown): unknown[] {
  return JSON.parse(String(slice)) as unknown[];
}
