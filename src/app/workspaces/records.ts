/** Records of workspaces: made from the open one, and read back. */

import { isObject, object } from '../../lib/checks.ts';
import { messageOf } from '../../lib/errors.ts';
import type { SavedView } from '../../workspace/saved-view.ts';
import { parseWorkspace, type Workspace } from '../../workspace/workspace.ts';
import { onlySaved, parseView } from '../../workspace/workspace-file.ts';
import { joinLists, rememberLists, sliceLists } from './slices.ts';
import type { StoredRecord, WorkspaceEntry } from './types.ts';

/** Contents of a workspace that are to be stored. */
export interface Draft {
  readonly id: string;
  readonly workspace: Workspace;
  readonly view: SavedView;
  readonly changedAt: number;
  readonly revision: string;
  readonly untouched: string | null;
}

/** The highest version of a workspace; of a record of a higher one this Facet reads the name alone. */
const VERSION: Workspace['version'] = 5;
/** Version of a record with slices, or the workspace's own if it is higher. */
const SLICED_VERSION = 4;
const NEWER = 'A newer Facet made it. Reload the page to get that Facet, or save it as a file.';

/** Bytes of an item besides its text: its id, its group, the names of its fields. */
const ITEM_BYTES = 48;

/** Estimates the stored size of a draft, in bytes. */
export function sizeOf({ workspace }: Pick<Draft, 'workspace'>): number {
  return measures(workspace).size;
}

/** Makes the entry of a draft that is not stored yet. */
export function entryOf(draft: Draft): WorkspaceEntry {
  const { id, workspace, changedAt, revision, untouched } = draft;
  const { name } = workspace;
  const { version } = workspace;
  const entry = { id, name, changedAt, revision, untouched, problem: null, version };
  return { ...entry, ...measures(workspace) };
}

/** Makes the record of a draft. May copy its lists in several turns of the page. */
export async function storedRecordOf(draft: Draft): Promise<StoredRecord> {
  const { id, view } = draft;
  const { workspace, slices } = await sliceLists(draft.workspace);
  const entry = entryOf(draft);
  return {
    entry:
      slices.length > 0 ? { ...entry, version: Math.max(SLICED_VERSION, entry.version) } : entry,
    document: { id, workspace, view: onlySaved(view) },
    slices,
  };
}

/** Makes the record of contents from elsewhere, whether or not this Facet can read them. */
export function recordOfUnknown(
  id: string,
  raw: unknown,
  changedAt: number,
  revision: string,
): StoredRecord {
  const document = { id, workspace: raw, view: null };
  const slices: StoredRecord['slices'] = [];
  const base = { id, changedAt, revision, untouched: null };
  try {
    const workspace = parseWorkspace(raw);
    const { name, version } = workspace;
    const entry = { ...base, name, problem: null, version, ...measures(workspace) };
    return { entry, document, slices };
  } catch (error) {
    const version = versionOf(raw);
    const problem = version > VERSION ? NEWER : messageOf(error);
    const entry = { ...base, name: nameOf(raw), problem, version, texts: 0, lenses: 0, size: 0 };
    return { entry, document, slices };
  }
}

/**
 * Reads the workspace of a record and its view; null for a view that is missing or of another Facet.
 * @throws DataError naming the first field that is wrong, or the texts that are lost.
 */
export function parseStored({ document, slices }: Omit<StoredRecord, 'entry'>): {
  readonly workspace: Workspace;
  readonly view: SavedView | null;
} {
  const workspace = parseWorkspace(joinLists(document.workspace, slices));
  rememberLists(workspace, document.workspace, slices);
  let view: SavedView | null = null;
  try {
    view = document.view === null ? null : parseView(document.view);
  } catch {
    // An unreadable view is no reason to refuse the texts.
  }
  return { workspace, view };
}

/** Reads an entry of the index; null for data that no Facet wrote. */
export function parseEntry(value: unknown): WorkspaceEntry | null {
  try {
    const fields = object(value, 'entry');
    const { id, name, changedAt, revision, texts, lenses, size, untouched, problem } = fields;
    const version = versionOf(fields);
    if (typeof id !== 'string' || typeof revision !== 'string') return null;
    const count = (number: unknown) => (typeof number === 'number' ? number : 0);
    const words = (text: unknown) => (typeof text === 'string' ? text : null);
    return {
      id,
      revision,
      name: words(name) ?? 'Untitled',
      changedAt: count(changedAt),
      texts: count(texts),
      lenses: count(lenses),
      size: count(size),
      untouched: words(untouched),
      version,
      problem: version > VERSION ? NEWER : words(problem),
    };
  } catch {
    return null;
  }
}

function measures({ texts, queries, documents, lenses }: Workspace) {
  const items = [texts, queries, documents].flat();
  const instructions = lenses.map(
    (lens) => lens.instruction + lens.queryInstruction + lens.documentInstruction,
  );
  return {
    texts: items.length,
    lenses: lenses.length,
    size:
      items.reduce((sum, item) => sum + item.text.length + cellsSize(item) + ITEM_BYTES, 0) +
      instructions.join('').length,
  };
}

function cellsSize({ cells }: Workspace['queries'][number]): number {
  return cells?.reduce((sum, cell) => sum + (cell?.length ?? 4) + 3, 0) ?? 0;
}

function versionOf(raw: unknown): number {
  const version = isObject(raw) ? raw.version : null;
  return typeof version === 'number' ? version : 0;
}

function nameOf(raw: unknown): string {
  const named = isObject(raw) ? raw.name : null;
  return typeof named === 'string' && named.trim() !== '' ? named : 'Unreadable workspace';
}
