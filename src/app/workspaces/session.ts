/** Switches between workspaces: this tab's changes are stored before it releases one. */
import type { StoreApi } from 'zustand/vanilla';
import { messageOf } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { isolated } from '../../lib/isolate.ts';
import { Recent } from '../../lib/recent.ts';
import { emptyHistory, type History } from '../../workspace/history.ts';
import type { SavedView } from '../../workspace/saved-view.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { onlySaved } from '../../workspace/workspace-file.ts';
import { showView } from '../view.ts';
import {
  MEMORY_KEY,
  type Open,
  type OpenWorkspace,
  type SessionParts,
  type SessionState,
} from './open-workspace.ts';
import type { Takeover } from './takeover.ts';

interface Left extends Open {
  readonly view: SavedView;
  readonly history: History<Workspace>;
  readonly revision: string | undefined;
}

/** Number of left workspaces whose undo history is kept for their reopening. */
const HISTORIES = 8;

export class Session {
  readonly #parts: SessionParts;
  readonly #open: OpenWorkspace;
  readonly #takeover: Takeover;
  readonly #left = new Recent<string, Left>(HISTORIES, (a, b) => a === b);
  /** Counts openings: one that a later opening overtook is given up. */
  #turn = 0;

  constructor(parts: SessionParts, open: OpenWorkspace, takeover: Takeover) {
    this.#parts = parts;
    this.#open = open;
    this.#takeover = takeover;
  }

  get state(): StoreApi<SessionState> {
    return this.#open.state;
  }

  get id(): string | null {
    return this.#open.id;
  }

  /** Opens this tab's last workspace, else the browser's last, else an example. */
  async start(): Promise<void> {
    const { catalogue, shelf, memory, first } = this.#parts;
    try {
      await catalogue.refresh();
      for (const id of this.#parts.journal.ids()) {
        await this.#takeover.recover(id);
        this.#open.release(id);
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
      // Without a database the page works, and the first write reports that nothing is kept.
    }
    this.create(first.workspace, first.view, first.untouched);
  }

  /**
   * Opens a workspace of the list.
   * @throws DataError if this Facet cannot read it; then the open one stays.
   */
  async open(id: string): Promise<void> {
    if (id === this.#open.id) return;
    const { writing, saver } = this.#parts;
    this.#turn += 1;
    const turn = this.#turn;
    const held = await writing.claim(id);
    try {
      if (held) await this.#takeover.recover(id);
      const draft = saver.draft(id) ?? (await this.#open.read(id));
      if (turn !== this.#turn) return;
      const left = this.#left.get(id);
      const same = left !== undefined && left.revision === draft.revision;
      this.#leave();
      const opened = same ? { ...draft, workspace: left.shown } : draft;
      showView(draft.view);
      this.#open.show(opened, held, same ? left.history : emptyHistory);
    } finally {
      this.#open.release(id);
    }
  }

  /** Opens a new workspace and lists it. The one that was open stays in the list. */
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
    this.#open.show({ id, workspace: named, changedAt: Date.now(), untouched }, true, emptyHistory);
    this.#open.keep();
    void this.#parts.saver.flush();
    for (const { id: stale, untouched: origin } of catalogue.entries) {
      if (origin !== null && origin === untouched) void this.#discard(stale);
    }
  }

  /** Opens the previous workspace. */
  async back(): Promise<void> {
    const { previous } = this.state.getState();
    if (previous === null) return;
    const left = this.#left.get(previous.id);
    try {
      await this.open(previous.id);
    } catch (error) {
      if (left === undefined) throw error;
      // An example that no one had changed is not kept.
      void this.#parts.writing.claim(left.id);
      this.#leave();
      showView(left.view);
      this.#open.show({ ...left, workspace: left.shown }, true, left.history);
      this.#open.keep();
    }
  }

  /** Returns whether the workspace was opened; a notice says why it was not. */
  async #tryOpen(id: string): Promise<boolean> {
    try {
      await this.open(id);
      return true;
    } catch (error) {
      const name = this.#parts.catalogue.entry(id)?.name ?? 'Your last workspace';
      this.state.setState({
        notice: `“${isolated(name)}” could not be opened: ${messageOf(error)} It is kept in the list of workspaces, from where it can be saved as a file.`,
      });
      return false;
    }
  }

  /** Leaves the open workspace: stores it, or gives it up if no one has changed it. */
  #leave(): void {
    const { saver, workspace, view } = this.#parts;
    const open = this.#open.current;
    if (open === null) return;
    const { id } = open;
    const { history, role } = workspace.getState();
    const revision = saver.draft(id)?.revision ?? saver.storedRevision(id);
    const left = { ...open, view: onlySaved(view.getState()), history, revision };
    this.#left.set(id, left);
    this.state.setState({ previous: { id, name: open.shown.name } });
    this.#open.close();
    if (open.untouched !== null && role === 'writer') void this.#discard(id);
    else void saver.flush().then(() => this.#open.release(id));
  }

  /** Removes a workspace that no one has changed, unless another tab has it open. */
  async #discard(id: string): Promise<void> {
    const { writing, saver, shelf, catalogue } = this.#parts;
    if (!(await writing.claim(id)) || this.#open.id === id) return;
    try {
      // The list may predate a change by a person.
      if (saver.draft(id)?.untouched === null) return;
      await saver.revoke(id);
      const stored = await shelf.read(id);
      if (stored !== undefined && stored.entry.untouched === null) return;
      await shelf.take(id);
      await catalogue.refresh();
    } catch {
      // The workspace stays in the list, where it does no harm.
    } finally {
      this.#open.release(id);
    }
  }
}
