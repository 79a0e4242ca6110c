/** Tabs of one browser, each with its own stores, over one database, one set of locks, one channel. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { emptyWorkspace, type Workspace } from '../../workspace/workspace.ts';
import { onlySaved } from '../../workspace/workspace-file.ts';
import { view } from '../view.ts';
import { createWorkspaceStore } from '../workspace.ts';
import { createWorkspaces } from './create.ts';
import { StandInLocks, StandInStorage } from './stand-ins.ts';
import { Tabs } from './tabs.ts';

const first = {
  workspace: { ...emptyWorkspace(), name: 'Example' },
  view: { ...onlySaved(view.getInitialState()), mode: 'two' as const },
  untouched: 'example:a',
};

let locks: StandInLocks;
let lasting: StandInStorage;
let tabs: { end(): void }[];

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  locks = new StandInLocks();
  lasting = new StandInStorage();
  tabs = [];
});

afterEach(() => {
  for (const tab of tabs) tab.end();
});

async function openTab({ memory = new StandInStorage(), hasLocks = true } = {}) {
  const workspace = createWorkspaceStore(first.workspace);
  const look = createStore(() => view.getInitialState());
  const manager = locks.forTab();
  const channel = new Tabs();
  const all = createWorkspaces(workspace, look, first, {
    tabs: channel,
    locks: hasLocks ? manager : undefined,
    lasting,
    memory,
  });
  const tab = {
    ...all,
    workspace,
    memory,
    name: () => workspace.getState().workspace.name,
    k: () => workspace.getState().workspace.k,
    role: () => workspace.getState().role,
    set: (change: Partial<Pick<Workspace, 'k'>>) => workspace.getState().adjust(change),
    names: () => all.catalogue.entries.map(({ name }) => name),
    /** As a tab that is closed: its locks are free, and it hears and says nothing more. */
    end: () => {
      channel.close();
      manager.end();
    },
  };
  tabs.push(tab);
  await all.session.start();
  return tab;
}

const poll = <T>(value: () => T) => expect.poll(value, { timeout: 5000 });

test('of two tabs one writes and the other follows, takes over, and is followed', async () => {
  const one = await openTab();
  await one.saver.flush();
  const two = await openTab();
  await poll(two.role).toBe('reader');
  one.set({ k: 5 });
  await poll(two.k).toBe(5);
  two.set({ k: 9 });
  expect(two.k()).toBe(5);

  // Not stored yet as the other asks for it.
  one.set({ k: 6 });
  await two.writing.takeOver(two.session.id!);
  await poll(two.role).toBe('writer');
  expect(two.k()).toBe(6);
  await poll(one.role).toBe('reader');
  two.set({ k: 7 });
  await poll(one.k).toBe(7);
  await two.saver.flush();

  two.end();
  await poll(one.role).toBe('writer');
  one.set({ k: 8 });
  await one.saver.flush();
  expect(one.names()).toEqual(['Example']);
});

test('a lock that is taken from a tab with an edit that was not stored leaves the edit as a copy', async () => {
  const one = await openTab();
  await one.saver.flush();
  const two = await openTab();
  await poll(two.role).toBe('reader');
  one.set({ k: 6 });
  // Without asking: as when the other tab is frozen.
  const taken = await locks.forTab().steal(`facet-workspace:${one.session.id}`);
  await poll(one.name).toBe('Example (recovered)');
  expect(one.k()).toBe(6);
  expect(one.role()).toBe('writer');
  expect(one.session.state.getState().notice).toContain('Example (recovered)');
  taken();
  await poll(two.role).toBe('writer');
  expect(two.k()).toBe(2);
  await poll(() => two.names().sort()).toEqual(['Example', 'Example (recovered)']);
});

test('without locks the tab that writes second keeps its version as a copy', async () => {
  const one = await openTab({ hasLocks: false });
  await one.saver.flush();
  const two = await openTab({ hasLocks: false });
  one.set({ k: 5 });
  two.set({ k: 6 });
  await one.saver.flush();
  await two.saver.flush();
  await poll(two.name).toBe('Example (recovered)');
  expect([one.name(), one.k(), two.k()]).toEqual(['Example', 5, 6]);
});

test('what is opened replaces nothing, and what no one changed leaves no trace', async () => {
  const tab = await openTab();
  tab.session.create({ ...emptyWorkspace(), name: 'Other' }, null, 'example:b');
  tab.set({ k: 5 });
  tab.session.create({ ...emptyWorkspace(), name: 'Other' }, null, 'example:b');
  expect(tab.name()).toBe('Other (2)');
  await tab.session.back();
  expect([tab.name(), tab.k()]).toEqual(['Other', 5]);
  await tab.saver.flush();
  await poll(tab.names).toEqual(['Other']);
  await tab.session.back();
  expect(tab.name()).toBe('Other (2)');
  await poll(() => tab.names().sort()).toEqual(['Other', 'Other (2)']);
});

test('a new workspace that was changed a moment ago is no stale one as the next is made', async () => {
  const tab = await openTab();
  for (const k of [5, 6, 7]) {
    tab.session.create({ ...emptyWorkspace(), name: 'Untitled' }, null, 'new');
    await tab.saver.flush();
    tab.set({ k });
  }
  tab.session.create({ ...emptyWorkspace(), name: 'Untitled' }, null, 'new');
  await tab.saver.flush();
  await poll(() => tab.names().sort()).toEqual([
    'Untitled',
    'Untitled (2)',
    'Untitled (3)',
    'Untitled (4)',
  ]);
});

test('steps can be undone after one was elsewhere, but not those of another workspace', async () => {
  const tab = await openTab();
  tab.set({ k: 5 });
  const { id } = tab.session;
  tab.session.create({ ...emptyWorkspace(), name: 'Other' }, null, null);
  expect(tab.workspace.getState().undo()).toBeNull();
  await tab.session.open(id!);
  expect(tab.workspace.getState().undo()).toBe('Number of clusters');
  expect(tab.k()).toBe(2);
});

test('each tab opens again what it had open', async () => {
  const one = await openTab();
  one.set({ k: 5 });
  await one.saver.flush();
  const two = await openTab();
  two.session.create({ ...emptyWorkspace(), name: 'Second' }, null, null);
  await two.saver.flush();
  one.end();
  const again = await openTab({ memory: one.memory });
  expect([again.name(), again.k(), again.role()]).toEqual(['Example', 5, 'writer']);
});

test('what a page that was closed at once put in the journal is there again, once', async () => {
  const one = await openTab();
  await one.saver.flush();
  one.set({ k: 7 });
  one.saver.keepInJournal();
  // Nothing of it reaches the database.
  const id = one.session.id!;
  await one.saver.revoke(id);
  one.end();
  const two = await openTab();
  expect(two.k()).toBe(7);
  expect(two.writing.holds(id)).toBe(true);
  expect(lasting.length).toBe(0);
  two.set({ k: 8 });
  await two.saver.flush();
  two.end();
  expect((await openTab()).k()).toBe(8);
});

test('a tab that reads takes over the journal of the writer that is closed', async () => {
  const one = await openTab();
  await one.saver.flush();
  const two = await openTab();
  await poll(two.role).toBe('reader');
  one.set({ k: 7 });
  one.saver.keepInJournal();
  await one.saver.revoke(one.session.id!);
  one.end();
  await poll(two.k).toBe(7);
  await poll(two.role).toBe('writer');
  expect(lasting.length).toBe(0);
});

test('a journal that another tab has overtaken becomes a copy', async () => {
  const one = await openTab();
  await one.saver.flush();
  one.set({ k: 7 });
  one.saver.keepInJournal();
  const kept = [...lasting.entries()];
  await one.saver.flush();
  one.set({ k: 3 });
  await one.saver.flush();
  one.end();
  for (const [key, value] of kept) {
    const parsed = JSON.parse(value);
    parsed.draft.revision = 'never stored';
    lasting.setItem(key, JSON.stringify(parsed));
  }
  const two = await openTab();
  await poll(() => two.names().sort()).toEqual(['Example', 'Example (recovered)']);
  const copy = two.catalogue.entries.find(({ name }) => name === 'Example (recovered)');
  await two.session.open(copy!.id);
  expect(two.k()).toBe(7);
});

test('a workspace is renamed, copied, deleted and put back, whole, whether or not it is open', async () => {
  const tab = await openTab();
  const library = await tab.library();
  tab.set({ k: 5 });
  const { id } = tab.session;
  await tab.saver.flush();
  const copy = await library.duplicate(id!);
  await library.rename(copy, 'Example');
  expect(tab.catalogue.entry(copy)?.name).toBe('Example (2)');
  await library.rename(id!, 'Mine');
  expect(tab.name()).toBe('Mine');
  const removed = await library.remove(id!);
  expect(tab.session.id).toBe(copy);
  expect(tab.names()).toEqual(['Example (2)']);
  await library.restore(removed);
  await tab.session.open(id!);
  expect([tab.name(), tab.k(), tab.role()]).toEqual(['Mine', 5, 'writer']);
  expect(JSON.parse((await library.file(copy, null)).text)).toMatchObject({
    name: 'Example (2)',
    k: 5,
  });
});

test('instead of the last workspace there is an empty one, which goes when the last one is put back', async () => {
  const tab = await openTab();
  tab.set({ k: 5 });
  const { id } = tab.session;
  await tab.saver.flush();
  const library = await tab.library();
  const removed = await library.remove(id!);
  expect(tab.name()).toBe('Untitled');
  await library.restore(removed);
  await tab.session.open(id!);
  await poll(() => tab.names()).toEqual(['Example']);
  expect(tab.k()).toBe(5);
});

test('what another tab writes is neither renamed nor deleted', async () => {
  const one = await openTab();
  await one.saver.flush();
  const two = await openTab();
  const library = await two.library();
  await expect(library.remove(one.session.id!)).rejects.toThrow('open in another tab');
  await expect(library.rename(one.session.id!, 'Mine')).rejects.toThrow('open in another tab');
  expect(two.names()).toEqual(['Example']);
});

test('while nothing can be stored nothing is lost, and it is stored once that works', async () => {
  const tab = await openTab();
  await tab.saver.flush();
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = () => {
    throw new DOMException('Full.', 'QuotaExceededError');
  };
  try {
    tab.set({ k: 5 });
    expect(await tab.saver.flush()).toBe(false);
    expect(tab.saver.state.getState()).toMatchObject({ status: 'failed' });
    expect(tab.saver.state.getState().failure).toContain('is full');
    expect(tab.saver.atRisk).toBe(true);
    const { id } = tab.session;
    tab.session.create({ ...emptyWorkspace(), name: 'Other' }, null, null);
    await tab.saver.flush();
    await tab.session.open(id!);
    expect(tab.k()).toBe(5);
  } finally {
    IDBObjectStore.prototype.put = put;
  }
  expect(await tab.saver.flush()).toBe(true);
  expect(tab.saver.state.getState()).toEqual({ status: 'saved', failure: null });
  expect(tab.names().sort()).toEqual(['Example', 'Other']);
});

test('an edit is said to be saved only once it is in the database', async () => {
  const tab = await openTab();
  await tab.saver.flush();
  tab.set({ k: 5 });
  expect(tab.saver.state.getState().status).toBe('saving');
  // Typing goes on while the edit before it is written.
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...args) {
    IDBObjectStore.prototype.put = put;
    tab.set({ k: 6 });
    return put.apply(this, args);
  };
  expect(await tab.saver.flush()).toBe(false);
  expect(tab.k()).toBe(6);
  expect(tab.saver.state.getState().status).toBe('saving');
  await poll(() => tab.saver.state.getState().status).toBe('saved');
  tab.end();
  expect((await openTab()).k()).toBe(6);
});

test('the page knows that an example is open as it came, until a person changes it', async () => {
  const tab = await openTab();
  const origin = () => tab.session.state.getState().origin;
  expect(origin()).toBe('example:a');
  tab.set({ k: 5 });
  expect(origin()).toBeNull();
  tab.session.create({ ...emptyWorkspace(), name: 'Other' }, null, 'example:b');
  expect(origin()).toBe('example:b');
  tab.session.create({ ...emptyWorkspace(), name: 'Own' }, null, null);
  expect(origin()).toBeNull();
});

test('the first example opens as it is to be looked at', async () => {
  await openTab();
  expect(view.getState().mode).toBe('two');
});
