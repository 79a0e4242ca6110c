import { createStore as createDatabase, get, set, type UseStore } from 'idb-keyval';
import type { PersistStorage, StorageValue } from 'zustand/middleware';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { parseWorkspace } from '../data/workspace.ts';
import { messageOf } from './errors.ts';
import type { SavedWorkspace } from './workspace.ts';

export interface SavingState {
  readonly status: 'saved' | 'saving' | 'unavailable';
  /** Why the last visit's workspace could not be opened; its copy is kept under another key. */
  readonly problem: string | null;
}

export const saving: StoreApi<SavingState> = createStore<SavingState>()(() => ({
  status: 'saved',
  problem: null,
}));

/** Writes rest this long after the last change, so that typing does not write per letter. */
const REST_MS = 300;

/**
 * The workspace in IndexedDB. What is read is validated; a copy that cannot be read is set aside
 * under `<name>:unreadable` and never breaks the page.
 */
export function createWorkspaceStorage(): PersistStorage<SavedWorkspace> & {
  /** Writes what still waits to be written. */
  flush(): Promise<void>;
} {
  let database: UseStore | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: { name: string; value: StorageValue<SavedWorkspace> } | undefined;
  let written: SavedWorkspace['workspace'] | undefined;

  const open = () => {
    database ??= createDatabase('facet', 'state');
    return database;
  };

  const write = async () => {
    clearTimeout(timer);
    if (waiting === undefined) return;
    const { name, value } = waiting;
    waiting = undefined;
    try {
      await set(name, value.state.workspace, open());
      if (waiting === undefined) saving.setState({ status: 'saved' });
    } catch {
      saving.setState({ status: 'unavailable' });
    }
  };

  let writing = Promise.resolve();
  /** Ends when what was under way is written, too. */
  const flush = () => {
    writing = writing.then(write);
    return writing;
  };

  globalThis.addEventListener?.('pagehide', () => void flush());

  return {
    flush,
    async getItem(name) {
      let raw: unknown;
      try {
        raw = await get(name, open());
      } catch {
        saving.setState({ status: 'unavailable' });
        return null;
      }
      if (raw === undefined) return null;
      try {
        const workspace = parseWorkspace(raw);
        written = workspace;
        return { state: { workspace }, version: 1 };
      } catch (error) {
        saving.setState({
          problem: `Your last workspace could not be opened: ${messageOf(error)} An example is shown instead, and the unreadable copy is kept.`,
        });
        await set(`${name}:unreadable`, raw, open()).catch(() => undefined);
        return null;
      }
    },
    setItem(name, value) {
      if (value.state.workspace === written) return;
      written = value.state.workspace;
      waiting = { name, value };
      saving.setState({ status: 'saving' });
      clearTimeout(timer);
      timer = setTimeout(() => whenIdle(() => void flush()), REST_MS);
    },
    removeItem: () => undefined,
  };
}

/** Copying a large workspace takes milliseconds that typing may need. Safari has no idle callback. */
function whenIdle(task: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(task, { timeout: 1000 });
  else task();
}
