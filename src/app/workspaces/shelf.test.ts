import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import { emptyWorkspace } from '../../workspace/workspace.ts';
import { view } from '../view.ts';
import { parseStored, storedRecordOf } from './records.ts';
import { ConflictError, Shelf } from './shelf.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const draft = (id: string, revision: string, name = 'Refunds') => ({
  id,
  revision,
  workspace: { ...emptyWorkspace(), name },
  view: view.getInitialState(),
  changedAt: 5,
  untouched: null,
});

/** What the first Facets wrote: one store, one key. */
async function seed(values: Record<string, unknown>): Promise<void> {
  const old = await openDB('facet', 1, { upgrade: (db) => void db.createObjectStore('state') });
  for (const [key, value] of Object.entries(values)) await old.put('state', value, key);
  old.close();
}

test('the one workspace of the first Facets becomes the first of the list and is opened', async () => {
  await seed({ workspace: { ...emptyWorkspace(), name: 'Mine' } });
  const shelf = new Shelf();
  const [entry, ...others] = await shelf.list();
  expect(others).toEqual([]);
  expect(entry).toMatchObject({ name: 'Mine', lenses: 1, problem: null, untouched: null });
  expect(await shelf.last()).toBe(entry!.id);
  const record = await shelf.read(entry!.id);
  expect(parseStored(record!).workspace).toEqual({ ...emptyWorkspace(), name: 'Mine' });
});

test('what the first Facets could not read, or a newer one wrote, is kept whole and says why', async () => {
  const damaged = { version: 2, name: 'Damaged', k: 'two' };
  const newer = { version: 9, name: 'Newer', facets: [1] };
  await seed({ workspace: newer, 'workspace:unreadable': damaged });
  const shelf = new Shelf();
  const entries = await shelf.list();
  const named = (name: string) => entries.find((entry) => entry.name === name)!;
  expect(named('Newer').problem).toContain('A newer Facet made it');
  expect(named('Damaged').problem).toContain('k is "two"');
  expect((await shelf.read(named('Newer').id))?.document.workspace).toEqual(newer);
  expect((await shelf.read(named('Damaged').id))?.document.workspace).toEqual(damaged);
});

test('a write that did not see the last one is refused and changes nothing', async () => {
  const [one, other] = [new Shelf(), new Shelf()];
  await one.write(await storedRecordOf(draft('a', 'r1')), []);
  await other.write(await storedRecordOf(draft('a', 'r2', 'Second')), ['r1']);
  await expect(one.write(await storedRecordOf(draft('a', 'r3', 'Third')), ['r1'])).rejects.toThrow(
    ConflictError,
  );
  const record = await one.read('a');
  expect(record?.entry).toMatchObject({ name: 'Second', revision: 'r2' });
  expect(record?.document.workspace).toMatchObject({ name: 'Second' });
});

test('where the second of two puts fails, the first is taken back', async () => {
  const shelf = new Shelf();
  await shelf.write(await storedRecordOf(draft('a', 'r1')), []);
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...args) {
    if (this.name === 'entries') throw new DOMException('Full.', 'QuotaExceededError');
    return put.apply(this, args);
  };
  try {
    await expect(
      shelf.write(await storedRecordOf(draft('a', 'r2', 'Other')), ['r1']),
    ).rejects.toThrow('Full.');
  } finally {
    IDBObjectStore.prototype.put = put;
  }
  const record = await shelf.read('a');
  expect(record?.entry.revision).toBe('r1');
  expect(record?.document.workspace).toMatchObject({ name: 'Refunds' });
});

test('what is taken out is put back as it was', async () => {
  const shelf = new Shelf();
  const record = await storedRecordOf(draft('a', 'r1'));
  await shelf.write(record, []);
  expect(await shelf.take('a')).toEqual(record);
  expect(await shelf.list()).toEqual([]);
  await shelf.write(record, []);
  expect(await shelf.read('a')).toEqual(record);
});

test('an edit of a large workspace writes the slice that it changed, and lost slices leave with it', async () => {
  const texts = Array.from({ length: 10_000 }, (_, n) => ({
    ...{ id: `t${n}`, text: `text ${n}`, group: 'A' as const },
  }));
  const large = (revision: string, items: typeof texts) => ({
    ...draft('a', revision),
    workspace: { ...emptyWorkspace(), texts: items },
  });
  const shelf = new Shelf();
  await shelf.write(await storedRecordOf(large('r1', texts)), []);
  const written: string[] = [];
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...args) {
    written.push(this.name);
    return put.apply(this, args);
  };
  const edited = texts.with(5000, { ...texts[5000]!, text: 'edited' });
  try {
    await shelf.write(await storedRecordOf(large('r2', edited)), ['r1']);
  } finally {
    IDBObjectStore.prototype.put = put;
  }
  expect(written.sort()).toEqual(['documents', 'entries', 'slices']);
  const record = await shelf.read('a');
  expect(record!.slices).toHaveLength(10);
  expect(parseStored(record!).workspace.texts).toEqual(edited);

  await shelf.write(await storedRecordOf(large('r3', edited.slice(0, 10))), ['r2']);
  expect((await shelf.read('a'))!.slices).toEqual([]);
  await shelf.write(await storedRecordOf(large('r4', texts)), ['r3']);
  const taken = await shelf.take('a');
  await shelf.write(taken!, []);
  expect(parseStored((await shelf.read('a'))!).workspace.texts).toEqual(texts);
});

test('the database of the Facets before slices keeps its workspaces', async () => {
  const { entry, document } = await storedRecordOf(draft('a', 'r1'));
  const old = await openDB('facet', 2, {
    upgrade(db) {
      for (const name of ['entries', 'documents']) db.createObjectStore(name, { keyPath: 'id' });
      db.createObjectStore('meta');
    },
  });
  await old.put('entries', entry);
  await old.put('documents', document);
  old.close();
  const record = await new Shelf().read('a');
  expect(parseStored(record!).workspace.name).toBe('Refunds');
});

test('an older Facet in another tab that holds the database is waited for, and that is said', async () => {
  const old = await openDB('facet', 1, { upgrade: (db) => void db.createObjectStore('state') });
  const said: boolean[] = [];
  const shelf = new Shelf((blocked) => said.push(blocked));
  const listed = shelf.list();
  await expect.poll(() => said).toEqual([true]);
  old.close();
  expect(await listed).toEqual([]);
  expect(said).toEqual([true, false]);
});
