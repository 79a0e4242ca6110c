/**
 * The workspace that is open in this tab: read, shown, written by this tab alone or followed while
 * another tab writes it. Whatever this tab changed is stored before it lets go of it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { messageOf } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { Recent } from '../../lib/recent.ts';
import { emptyHistory, type History } from '../../workspace/history.ts';
import type { SavedView } from '../../workspace/saved-view.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { onlySaved } from '../../workspace/workspace-file.ts';
import { showToast } from '../toast.ts';
import { showView, type View } from '../view.ts';
import type { WorkspaceState } from '../workspace.ts';
import type { Catalogue } from './catalogue.ts';
import type { DraftJournal } from './journal.ts';
import { type Draft, parseStored } from './records.ts';
import { recover } from './recovery.ts';
import type { Saver } from './saver.ts';
import type { Shelf } from './shelf.ts';
import type { Tabs } from './tabs.ts';
import type { Writing } from './writing.ts';

export interface SessionState {
  /** What happened to a workspace that the user must know; null for nothing. */
  readonly notice: string | null;
  /** Whether an older Facet in another tab keeps the database from being opened. */
  readonly blocked: boolean;
  /** The workspace that was open before this one. */
  readonly previous: { readonly id: string; readonly name: string } | null;
  /** What the open workspace is an unchanged copy of ("example:messages"); null once a person changed it. */
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
  /** What this tab had open, across reloads of it. */
  readonly memory: Storage | undefined;
  /** What is shown to who has no workspace yet, and how. */
  readonly first: {
    readonly workspace: Workspace;
    readonly view: SavedView | null;
    readonly untouched: string;
  };
}

/** What is open, besides what the stores of workspace and view hold of it. */
interface Open {
  readonly id: string;
  /** What the workspace store was given, or what was taken from there. */
  readonly shown: Workspace;
  readonly changedAt: number;
  readonly untouched: string | null;
}

interface Left extends Open {
  readonly view: SavedView;
  readonly history: History<Workspace>;
  readonly revision: string | undefined;
}

/** Workspaces left whose steps can still be undone when they are opened again. */
const HISTORIES = 8;
const MEMORY_KEY = 'facet-open';

export class Session {
  readonly state: StoreApi<SessionState> = createStore<SessionState>()(() => ({
    notice: null,
    blocked: false,
    previous: null,
    origin: null,
  }));
  readonly #parts: SessionParts;
  #open: Open | null = null;
  readonly #left = new Recent<string, Left>(HISTORIES, (a, b) => a === b);
  /** Counts openings: one that was overtaken by another is given up. */
  #turn = 0;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    parts.workspace.subscribe(({ workspace }) => {
      if (this.#open === null || workspace === this.#open.shown) return;
      this.#setOpen({ ...this.#open, shown: workspace, changedAt: Date.now(), untouched: null });
      this.#keep();
    });
    parts.view.subscribe((view, before) => {
      const { role } = parts.workspace.getState();
      if (role === 'writer' && !sameView(view, before)) this.#keep();
    });
    parts.tabs.listen((message) => {
      if (message.kind !== 'saved' || message.id !== this.#open?.id) return;
      // A writer hears this only where there are no locks: what it has not saved will be a copy.
      if (parts.saver.draft(message.id) === undefined) void this.#follow(message.id);
    });
  }

  get id(): string | null {
    return this.#open?.id ?? null;
  }

  /** Opens what this tab had open, else what was opened last, else an example. */
  async start(): Promise<void> {
    const { catalogue, shelf, memory, first } = this.#parts;
    try {
      await catalogue.refresh();
      for (const id of this.#parts.journal.ids()) {
        await this.#recover(id);
        this.release(id);
      }
      const ids = [
        memory?.getItem(MEMORY_KEY),
        await shelf.last(),
        ...catalogue.entries.filter(({ problem }) => problem === null).map(({ id }) => id),
      ];
      for (const id of new Set(ids)) {
        if (typeof id !== 'string' || catalogue.entry(id) === undefined) continue;
        if (await this.#tryOpen(id)) return;
      }
    } catch {
      // Without a database the page works, and the first write says that nothing is kept.
    }
    this.create(first.workspace, first.view, first.untouched);
  }

  /**
   * Opens a workspace of the list.
   * @throws DataError if this Facet cannot read it; then what is open stays.
   */
  async open(id: string): Promise<void> {
    if (id === this.#open?.id) return;
    const { writing, saver } = this.#parts;
    this.#turn += 1;
    const turn = this.#turn;
    const held = await writing.claim(id);
    try {
      if (held) await this.#recover(id);
      const draft = saver.draft(id) ?? (await this.#read(id));
      if (turn !== this.#turn) return;
      const left = this.#left.get(id);
      const same = left !== undefined && left.revision === draft.revision;
      this.#leave();
      const opened = same ? { ...draft, workspace: left.shown } : draft;
      showView(draft.view);
      this.#show(opened, held, same ? left.history : emptyHistory);
    } finally {
      this.release(id);
    }
  }

  /** Opens a new workspace, which gets a place in the list. What was open stays there. */
  create(workspace: Workspace, view: SavedView | null, untouched: string | null): void {
    const { catalogue, writing } = this.#parts;
    this.#turn += 1;
    this.#leave();
    const isStale = ({ id, untouched: origin }: { id: string; untouched: string | null }) =>
      origin !== null && (origin === untouched || id === this.state.getState().previous?.id);
    const name = catalogue.nameFor(workspace.name, (entry) => !isStale(entry));
    const id = newId();
    // No other tab knows the id.
    void writing.claim(id);
    const named = name === workspace.name ? workspace : { ...workspace, name };
    showView(view);
    this.#show({ id, workspace: named, changedAt: Date.now(), untouched }, true, emptyHistory);
    this.#keep();
    void this.#parts.saver.flush();
    for (const { id: stale, untouched: origin } of catalogue.entries) {
      if (origin !== null && origin === untouched) void this.#discard(stale);
    }
  }

  /** Opens what was open before. */
  async back(): Promise<void> {
    const { previous } = this.state.getState();
    if (previous === null) return;
    const left = this.#left.get(previous.id);
    try {
      await this.open(previous.id);
    } catch (error) {
      if (left === undefined) throw error;
      // It was an example that no one had changed, and is not kept.
      void this.#parts.writing.claim(left.id);
      this.#leave();
      showView(left.view);
      this.#show({ ...left, workspace: left.shown }, true, left.history);
      this.#keep();
    }
  }

  /** What is open, as it would be stored now; null before anything is. */
  draft(): Draft | null {
    if (this.#open === null) return null;
    const { id, changedAt, untouched } = this.#open;
    const { workspace } = this.#parts.workspace.getState();
    const view = onlySaved(this.#parts.view.getState());
    return { id, workspace, view, changedAt, untouched, revision: newId() };
  }

  /** This tab writes from now on: what another wrote until now is shown. */
  async onGranted(id: string): Promise<void> {
    const { workspace, writing } = this.#parts;
    if (id !== this.#open?.id) return writing.letGo(id);
    await this.#recover(id);
    await this.#follow(id);
    if (id !== this.#open?.id) return;
    // A tab that was only being opened has no one to take over from: a reload is that.
    if (workspace.getState().role === 'reader') showToast('This tab edits the workspace now.');
    workspace.setState({ role: 'writer' });
  }

  /** Another tab writes from now on; what it took before it was stored is kept as a copy. */
  async onLost(id: string): Promise<void> {
    if (id === this.#open?.id) this.#parts.workspace.setState({ role: 'reader' });
    const draft = await this.#parts.saver.revoke(id);
    if (draft !== null && draft.untouched === null) await this.keepAsCopy(draft);
    else if (id === this.#open?.id) await this.#follow(id);
  }

  /** Keeps what could not be stored in its own place, since another tab writes there. */
  async keepAsCopy(draft: Draft): Promise<void> {
    const { catalogue, writing, saver, workspace } = this.#parts;
    const { name } = draft.workspace;
    const id = newId();
    await writing.claim(id);
    const isOpen = draft.id === this.#open?.id;
    // What was typed since belongs to it.
    const latest = (isOpen && this.draft()) || draft;
    const renamed = { ...latest.workspace, name: catalogue.nameFor(`${name} (recovered)`) };
    const copy = { ...latest, id, revision: newId(), workspace: renamed, untouched: null };
    if (isOpen) {
      writing.letGo(draft.id);
      this.#show(copy, true, workspace.getState().history);
      await saver.revoke(draft.id);
    }
    saver.put(copy);
    await saver.flush();
    this.state.setState({
      notice: `Another tab took over “${name}” before your last change was stored. Your version is kept as “${renamed.name}”${isOpen ? ', which is open here' : ' in the list of workspaces'}.`,
    });
  }

  /** Whether a workspace was opened; a notice says why it was not. */
  async #tryOpen(id: string): Promise<boolean> {
    try {
      await this.open(id);
      return true;
    } catch (error) {
      const name = this.#parts.catalogue.entry(id)?.name ?? 'Your last workspace';
      this.state.setState({
        notice: `“${name}” could not be opened: ${messageOf(error)} It is kept in the list of workspaces, from where it can be saved as a file.`,
      });
      return false;
    }
  }

  async #read(id: string) {
    const record = await this.#parts.shelf.read(id);
    if (record === undefined) throw new Error('It is gone: another tab may have deleted it.');
    const { revision, changedAt, untouched } = record.entry;
    this.#parts.saver.read(id, revision);
    return { id, revision, changedAt, untouched, ...parseStored(record.document) };
  }

  #setOpen(open: Open): void {
    this.#open = open;
    if (this.state.getState().origin !== open.untouched) {
      this.state.setState({ origin: open.untouched });
    }
  }

  #show(
    { id, workspace, changedAt, untouched }: Omit<Open, 'shown'> & Pick<Draft, 'workspace'>,
    isWriter: boolean,
    history: History<Workspace>,
  ): void {
    this.#setOpen({ id, shown: workspace, changedAt, untouched });
    const role = isWriter ? 'writer' : 'opening';
    this.#parts.workspace.getState().open({ id, workspace, history, role });
    if (!isWriter) this.#parts.writing.queue(id);
    this.#parts.memory?.setItem(MEMORY_KEY, id);
    this.#parts.shelf.setLast(id).catch(() => undefined);
  }

  /** Takes leave of what is open; it is stored, or given up where no one has changed it. */
  #leave(): void {
    const { saver, workspace, view } = this.#parts;
    const open = this.#open;
    if (open === null) return;
    const { id } = open;
    const { history, role } = workspace.getState();
    const revision = saver.draft(id)?.revision ?? saver.storedRevision(id);
    const left = { ...open, view: onlySaved(view.getState()), history, revision };
    this.#left.set(id, left);
    this.state.setState({ previous: { id, name: open.shown.name } });
    this.#open = null;
    if (open.untouched !== null && role === 'writer') void this.#discard(id);
    else void saver.flush().then(() => this.release(id));
  }

  /** Lets go of a workspace that is open no longer, unless it is still to be stored. */
  release(id: string): void {
    if (this.#open?.id === id || this.#parts.saver.draft(id) !== undefined) return;
    this.#parts.writing.letGo(id);
  }

  /** Removes a workspace that no one has changed, unless another tab has it open. */
  async #discard(id: string): Promise<void> {
    const { writing, saver, shelf, catalogue } = this.#parts;
    if (!(await writing.claim(id)) || this.#open?.id === id) return;
    try {
      // The list may be older than a change that made it a person's own.
      if (saver.draft(id)?.untouched === null) return;
      await saver.revoke(id);
      const stored = await shelf.read(id);
      if (stored !== undefined && stored.entry.untouched === null) return;
      await shelf.take(id);
      await catalogue.refresh();
    } catch {
      // It stays in the list, where it does no harm.
    } finally {
      this.release(id);
    }
  }

  #keep(): void {
    const draft = this.draft();
    if (draft !== null) this.#parts.saver.put(draft);
  }

  /** Shows what is stored of the workspace that is open. */
  async #follow(id: string): Promise<void> {
    const { saver, workspace } = this.#parts;
    try {
      const before = saver.storedRevision(id);
      const stored = await this.#read(id);
      if (id !== this.#open?.id || stored.revision === before) return;
      const { changedAt, untouched } = stored;
      this.#setOpen({ id, shown: stored.workspace, changedAt, untouched });
      workspace.getState().follow(stored.workspace);
    } catch {
      // It is gone, or of a newer Facet: what was shown stays, and is written anew once this tab may.
    }
  }

  #recover(id: string): Promise<void> {
    return recover(id, this.#parts, (draft) => this.keepAsCopy(draft));
  }
}

function sameView(a: SavedView, b: SavedView): boolean {
  const [x, y] = [onlySaved(a), onlySaved(b)];
  return (Object.keys(x) as (keyof SavedView)[]).every((key) => x[key] === y[key]);
}
