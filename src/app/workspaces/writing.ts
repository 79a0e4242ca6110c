/** Tracks which workspaces this tab may write, takes one over from another tab, and gives one up. */
import type { StoreApi } from 'zustand/vanilla';
import type { WorkspaceState } from '../workspace.ts';
import type { Held, Locks } from './locks.ts';
import type { Tabs } from './tabs.ts';

/** Time in which a reloaded page gets its lock back; until then it is no reader. */
const OPENING_MS = 500;
/** Time that a tab has to answer when asked to save and stop; a frozen one does not answer. */
const ANSWER_MS = 1500;
/** Time after which a tab that stopped for another goes on if the other never came. */
const RESUME_MS = 3000;

export interface WritingParts {
  readonly locks: Locks;
  readonly tabs: Tabs;
  readonly workspace: StoreApi<WorkspaceState>;
  /** Stores this tab's changes. */
  readonly flush: () => Promise<unknown>;
  readonly onGranted: (id: string) => Promise<void>;
  readonly onLost: (id: string) => Promise<void>;
}

export class Writing {
  readonly #parts: WritingParts;
  readonly #held = new Map<string, Held>();
  /** Requested locks that are neither granted nor refused yet. */
  readonly #asked = new Map<string, Promise<Held | null>>();
  /** Those of them to release at once. */
  readonly #unwanted = new Set<string>();
  #queue: { readonly id: string; readonly abort: AbortController } | null = null;

  constructor(parts: WritingParts) {
    this.#parts = parts;
    parts.tabs.listen((message) => {
      if (message.kind === 'ask') void this.#handOver(message.id);
    });
  }

  holds(id: string): boolean {
    return this.#held.has(id);
  }

  /** Claims a workspace. Returns whether this tab may write it from now on; false if another does. */
  async claim(id: string): Promise<boolean> {
    this.#unwanted.delete(id);
    if (this.#held.has(id)) return true;
    const asked = this.#asked.get(id) ?? this.#parts.locks.hold(id);
    this.#asked.set(id, asked);
    const held = await asked;
    this.#asked.delete(id);
    if (held === null) return this.#held.has(id);
    if (this.#unwanted.delete(id)) held.release();
    else if (this.#held.get(id) !== held) this.#keep(id, held);
    return this.#held.has(id);
  }

  /** Returns the ids of the workspaces that other tabs write. */
  async elsewhere(): Promise<ReadonlySet<string>> {
    const all = await this.#parts.locks.heldIds();
    return new Set(all.filter((id) => !this.holds(id)));
  }

  /** Gives up a workspace, and the request to write it. */
  letGo(id: string): void {
    if (this.#queue?.id === id) {
      this.#queue.abort.abort();
      this.#queue = null;
    }
    if (this.#asked.has(id)) this.#unwanted.add(id);
    this.#held.get(id)?.release();
    this.#held.delete(id);
  }

  /** Reads the open workspace until the tab that writes it is gone. */
  queue(id: string): void {
    const { locks, workspace } = this.#parts;
    const abort = new AbortController();
    this.#queue = { id, abort };
    setTimeout(() => {
      const { id: open, role } = workspace.getState();
      if (open === id && role === 'opening' && !this.holds(id)) {
        workspace.setState({ role: 'reader' });
      }
    }, OPENING_MS);
    void locks.wait(id, abort.signal).then((held) => this.#granted(id, held));
  }

  /** Takes over the open workspace from its writer, which saves first. */
  async takeOver(id: string): Promise<void> {
    const { tabs, locks } = this.#parts;
    const answer = tabs.hears('ready', id, ANSWER_MS);
    tabs.post({ kind: 'ask', id });
    await answer;
    if (this.holds(id)) return;
    const held = await locks.steal(id);
    this.letGo(id);
    await this.#granted(id, held);
  }

  async #granted(id: string, held: Held | null): Promise<void> {
    if (held === null) return;
    this.#keep(id, held);
    if (this.#queue?.id === id) this.#queue = null;
    await this.#parts.onGranted(id);
  }

  #keep(id: string, held: Held): void {
    this.#held.set(id, held);
    void held.lost.then(() => {
      if (this.#held.get(id) !== held) return;
      this.#held.delete(id);
      if (this.#parts.workspace.getState().id === id) this.queue(id);
      void this.#parts.onLost(id);
    });
  }

  /** Saves this tab's changes and stops writing, since another tab wants to write. */
  async #handOver(id: string): Promise<void> {
    const { workspace, flush, tabs } = this.#parts;
    if (!this.holds(id)) return;
    const isOpen = () => workspace.getState().id === id && this.holds(id);
    if (isOpen()) workspace.setState({ role: 'opening' });
    await flush();
    tabs.post({ kind: 'ready', id });
    setTimeout(() => {
      if (isOpen()) workspace.setState({ role: 'writer' });
    }, RESUME_MS);
  }
}
