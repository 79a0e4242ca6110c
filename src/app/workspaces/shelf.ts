/**
 * All workspaces in IndexedDB: an index of entries, a document for each, and the slices of its long lists. One transaction
 * writes all three, so that they never disagree, and refuses a write that did not see the last one.
 */
import {
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  openDB,
  type StoreNames,
} from 'idb';
import { newId } from '../../lib/ids.ts';
import { parseEntry, recordOfUnknown } from './records.ts';
import type { StoredDocument, StoredRecord, WorkspaceEntry } from './types.ts';

interface Schema extends DBSchema {
  entries: { key: string; value: WorkspaceEntry };
  documents: { key: string; value: StoredDocument };
  /** Items of a slice, by the workspace's id and the slice's. */
  slices: { key: [workspace: string, slice: string]; value: string };
  /** `last`: the id of the workspace opened last, in any tab. */
  meta: { key: string; value: string };
}

/** Name of the first Facets' database, which this one takes over with its contents. */
const DATABASE = 'facet';
const VERSION = 3;
const RECORD = ['entries', 'documents', 'slices'] as const;
/** Store of the first Facets' one workspace, and of one that they could not read. */
const OLD_STORE = 'state';
const OLD_KEYS = ['workspace', 'workspace:unreadable'] as const;

/** Another tab wrote a workspace since this one read it. */
export class ConflictError extends Error {
  override name = 'ConflictError';
  constructor(id: string) {
    super(`Another tab changed workspace ${id} since this one read it.`);
  }
}

export class Shelf {
  #database: Promise<IDBPDatabase<Schema>> | undefined;
  readonly #onBlocked: (blocked: boolean) => void;

  /** @param onBlocked Called while an older Facet in another tab keeps the database from being opened. */
  constructor(onBlocked: (blocked: boolean) => void = () => undefined) {
    this.#onBlocked = onBlocked;
  }

  async list(): Promise<WorkspaceEntry[]> {
    const entries: unknown[] = await (await this.#open()).getAll('entries');
    return entries.flatMap((entry) => parseEntry(entry) ?? []);
  }

  /** Returns the id of the workspace opened last; undefined without one. */
  async last(): Promise<string | undefined> {
    return (await this.#open()).get('meta', 'last');
  }

  async setLast(id: string): Promise<void> {
    await (await this.#open()).put('meta', id, 'last');
  }

  async read(id: string): Promise<StoredRecord | undefined> {
    const transaction = (await this.#open()).transaction(RECORD);
    const store = transaction.objectStore('slices');
    const [entry, document, keys, items] = await Promise.all([
      transaction.objectStore('entries').get(id),
      transaction.objectStore('documents').get(id),
      store.getAllKeys(slicesOf(id)),
      store.getAll(slicesOf(id)),
    ]);
    const parsed = parseEntry(entry);
    if (parsed === null || document === undefined) return undefined;
    const slices = keys.map(([, slice], i) => ({ id: slice, items: items[i]! }));
    return { entry: parsed, document, slices };
  }

  /**
   * Writes a record; resolves when it is safely stored.
   * @param seen Revisions that this write may build on. Writes a deleted record anew.
   * @throws ConflictError if the stored revision is none of these; then nothing is written.
   */
  async write({ entry, document, slices }: StoredRecord, seen: readonly string[]): Promise<void> {
    const transaction = (await this.#open()).transaction(RECORD, 'readwrite');
    // A failed request fails the transaction, whose error is reported.
    transaction.done.catch(() => undefined);
    const stored = await transaction.objectStore('entries').get(entry.id);
    if (stored !== undefined && !seen.includes(stored.revision)) {
      transaction.abort();
      throw new ConflictError(entry.id);
    }
    try {
      const store = transaction.objectStore('slices');
      // A slice never changes: only new ones are written, and those that no list names any more are deleted.
      const gone = new Set((await store.getAllKeys(slicesOf(entry.id))).map(([, slice]) => slice));
      for (const { id, items } of slices) {
        if (!gone.delete(id)) await store.put(items, [entry.id, id]);
      }
      for (const id of gone) await store.delete([entry.id, id]);
      await transaction.objectStore('documents').put(document);
      await transaction.objectStore('entries').put(entry);
    } catch (error) {
      abort(transaction);
      throw transaction.error ?? error;
    }
    await transaction.done;
  }

  /** Takes a record out; `write` puts it back as it was. */
  async take(id: string): Promise<StoredRecord | undefined> {
    const record = await this.read(id);
    const transaction = (await this.#open()).transaction(RECORD, 'readwrite');
    await Promise.all([
      transaction.objectStore('entries').delete(id),
      transaction.objectStore('documents').delete(id),
      transaction.objectStore('slices').delete(slicesOf(id)),
      transaction.done,
    ]);
    return record;
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    // A failed connection is tried again at the next call.
    this.#database ??= this.#connect().catch((error: unknown) => {
      this.#database = undefined;
      throw error;
    });
    return this.#database;
  }

  async #connect(): Promise<IDBPDatabase<Schema>> {
    if (typeof indexedDB === 'undefined') throw new Error('This browser has no IndexedDB.');
    const forget = () => {
      this.#database = undefined;
    };
    const database = await openDB<Schema>(DATABASE, VERSION, {
      upgrade: (opened, old, _new, transaction) => upgrade(opened, old, transaction),
      blocked: () => this.#onBlocked(true),
      // A newer Facet in another tab waits for this connection to end.
      blocking: (_current, _wanted, { target }) => {
        if (target instanceof IDBDatabase) target.close();
        forget();
      },
      terminated: forget,
    });
    this.#onBlocked(false);
    return database;
  }
}

/** Keys of a workspace's slices. An array is greater than every string. */
function slicesOf(workspace: string): IDBKeyRange {
  return IDBKeyRange.bound([workspace], [workspace, []]);
}

/** Aborts a transaction and ignores that it may have ended by itself. */
function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It has.
  }
}

/** Makes the stores and moves the first Facets' workspace into them, in one transaction. */
async function upgrade(
  database: IDBPDatabase<Schema>,
  from: number,
  transaction: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>,
): Promise<void> {
  database.createObjectStore('slices');
  if (from === 2) return;
  const entries = database.createObjectStore('entries', { keyPath: 'id' });
  const documents = database.createObjectStore('documents', { keyPath: 'id' });
  const meta = database.createObjectStore('meta');
  // Names of a schema that is gone.
  const old = transaction as unknown as IDBPTransaction<unknown, string[], 'versionchange'>;
  if (!old.db.objectStoreNames.contains(OLD_STORE)) return;
  for (const key of OLD_KEYS) {
    const raw: unknown = await old.objectStore(OLD_STORE).get(key);
    if (raw === undefined) continue;
    const record = recordOfUnknown(newId(), raw, Date.now(), newId());
    await Promise.all([documents.put(record.document), entries.put(record.entry)]);
    if (key === 'workspace') await meta.put(record.entry.id, 'last');
  }
  old.db.deleteObjectStore(OLD_STORE);
}
