/** The workspace open in this tab: shown, kept as a draft after each change, followed while another tab writes it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { newId } from '../../lib/ids.ts';
import type { History } from '../../workspace/history.ts';
import type { SavedView } from '../../workspace/saved-view.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { onlySaved } from '../../workspace/workspace-file.ts';
import type { View } from '../view.ts';
import type { WorkspaceState } from '../workspace.ts';
import type { Catalogue } from './catalogue.ts';
import type { DraftJournal } from './journal.ts';
import { type Draft, parseStored } from './records.ts';
import type { Saver } from './saver.ts';
import type { Shelf } from './shelf.ts';
import type { Tabs } from './tabs.ts';
import type { Writing } from './writing.ts';

export interface SessionState {
  /** News about a workspace that the user must know; null without any. */
  readonly notice: string | null;
  /** Whether an older Facet in another tab keeps the database from being opened. */
  readonly blocked: boolean;
  /** The workspace that was open before this one. */
  readonly previous: { readonly id: string; readonly name: string } | null;
  /** Source that the open workspace is an unchanged copy of ("example:messages"); null once a person changed it. */
  readonly origin: string | null;
}

export interface SessionParts {
  readonly shelf: Shelf;
  readonly saver: Saver;
  readonly catalogue: Catalogue;
  readonly writing: Writing;
  readonly tabs: Tabs;
  readonly journal: DraftJournal;
  readonly workspace: StoreApi<WorkspaceState>;
  readonly view: StoreApi<View>;
  /** Remembers the open workspace across reloads of the tab. */
  readonly memory: Storage | undefined;
  /** Workspace and view shown to a person who has no workspace yet. */
  readonly first: {
    readonly workspace: Workspace;
    readonly view: SavedView | null;
    readonly untouched: string;
  };
}

/** State of the open workspace, besides the stores of workspace and view. */
export interface Open {
  readonly id: string;
  /** Workspace last given to its store, or taken from it. */
  readonly shown: Workspace;
  readonly changedAt: number;
  readonly untouched: string | null;
}

/** Key of the open workspace in the tab's storage. */
export const MEMORY_KEY = 'facet-open';

export class OpenWorkspace {
  readonly state: StoreApi<SessionState> = createStore<SessionState>()(() => ({
    notice: null,
    blocked: false,
    previous: null,
    origin: null,
  }));
  readonly #parts: SessionParts;
  #open: Open | null = null;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    parts.workspace.subscribe(({ workspace }) => {
      if (this.#open === null || workspace === this.#open.shown) return;
      this.#set({ ...this.#open, shown: workspace, changedAt: Date.now(), untouched: null });
      this.keep();
    });
    parts.view.subscribe((view, before) => {
      const { role } = parts.workspace.getState();
      if (role === 'writer' && !sameView(view, before)) this.keep();
    });
    parts.tabs.listen((message) => {
      if (message.kind !== 'saved' || message.id !== this.#open?.id) return;
      // A writer hears this only where there are no locks: its unsaved edits become a copy.
      if (parts.saver.draft(message.id) === undefined) void this.follow(message.id);
    });
  }

  get id(): string | null {
    return this.#open?.id ?? null;
  }

  get current(): Open | null {
    return this.#open;
  }

  /** Returns the open workspace as it would be stored now; null without one. */
  draft(): Draft | null {
    if (this.#open === null) return null;
    const { id, changedAt, untouched } = this.#open;
    const { workspace } = this.#parts.workspace.getState();
    const view = onlySaved(this.#parts.view.getState());
    return { id, workspace, view, changedAt, untouched, revision: newId() };
  }

  /** @throws Error if it is gone, DataError if this Facet cannot read it. */
  async read(id: string) {
    const record = await this.#parts.shelf.read(id);
    if (record === undefined) throw new Error('It is gone: another tab may have deleted it.');
    const { revision, changedAt, untouched } = record.entry;
    this.#parts.saver.read(id, revision);
    return { id, revision, changedAt, untouched, ...parseStored(record) };
  }

  /** @param isWriter Whether this tab holds the lock. */
  show(
    { id, workspace, changedAt, untouched }: Omit<Open, 'shown'> & Pick<Draft, 'workspace'>,
    isWriter: boolean,
    history: History<Workspace>,
  ): void {
    this.#set({ id, shown: workspace, changedAt, untouched });
    const role = isWriter ? 'writer' : 'opening';
    this.#parts.workspace.getState().open({ id, workspace, history, role });
    if (!isWriter) this.#parts.writing.queue(id);
    this.#parts.memory?.setItem(MEMORY_KEY, id);
    this.#parts.shelf.setLast(id).catch(() => undefined);
  }

  #set(open: Open): void {
    this.#open = open;
    const { origin } = this.state.getState();
    if (origin !== open.untouched) this.state.setState({ origin: open.untouched });
  }

  /** Closes the open workspace. */
  close(): void {
    this.#open = null;
  }

  /** Releases a workspace that is no longer open, unless it is still to be stored. */
  release(id: string): void {
    if (this.#open?.id === id || this.#parts.saver.draft(id) !== undefined) return;
    this.#parts.writing.letGo(id);
  }

  /** Hands the open workspace to the saver. */
  keep(): void {
    const draft = this.draft();
    if (draft !== null) this.#parts.saver.put(draft);
  }

  /** Shows the stored version of the open workspace. */
  async follow(id: string): Promise<void> {
    const { saver, workspace } = this.#parts;
    try {
      const before = saver.storedRevision(id);
      const stored = await this.read(id);
      if (id !== this.#open?.id || stored.revision === before) return;
      const { changedAt, untouched } = stored;
      this.#set({ id, shown: stored.workspace, changedAt, untouched });
      workspace.getState().follow(stored.workspace);
    } catch {
      // The workspace is gone, or of a newer Facet: the page keeps showing it, and writes it anew once this tab may.
    }
  }
}

function sameView(a: SavedView, b: SavedView): boolean {
  const [x, y] = [onlySaved(a), onlySaved(b)];
  return (Object.keys(x) as (keyof SavedView)[]).every((key) => x[key] === y[key]);
}
