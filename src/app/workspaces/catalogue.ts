/** Lists all workspaces of this browser, by name: stored ones, and those this tab could not store yet. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { uniqueName } from './names.ts';
import { entryOf } from './records.ts';
import type { Saver } from './saver.ts';
import type { Shelf } from './shelf.ts';
import type { WorkspaceEntry } from './types.ts';

export interface CatalogueState {
  /** Entries, the last changed one first. */
  readonly entries: readonly WorkspaceEntry[];
}

export class Catalogue {
  readonly state: StoreApi<CatalogueState> = createStore<CatalogueState>()(() => ({ entries: [] }));
  readonly #shelf: Pick<Shelf, 'list'>;
  readonly #saver: Saver;

  constructor(shelf: Pick<Shelf, 'list'>, saver: Saver) {
    this.#shelf = shelf;
    this.#saver = saver;
  }

  get entries(): readonly WorkspaceEntry[] {
    return this.state.getState().entries;
  }

  entry(id: string): WorkspaceEntry | undefined {
    return this.entries.find((entry) => entry.id === id);
  }

  /**
   * Reads the list again.
   * @throws the error that kept the database from being read.
   */
  async refresh(): Promise<void> {
    let stored: readonly WorkspaceEntry[] = [];
    try {
      stored = await this.#shelf.list();
    } finally {
      const entries = this.#withDrafts(stored);
      this.state.setState({ entries: entries.sort((a, b) => b.changedAt - a.changedAt) });
    }
  }

  /** Returns `name`, or a similar one that no other workspace has. */
  nameFor(name: string, isOther: (entry: WorkspaceEntry) => boolean = () => true): string {
    const wanted = name.trim() === '' ? 'Untitled' : name.trim();
    // A workspace added since the list was read has its name, too.
    const others = this.#withDrafts(this.entries).filter(isOther);
    return uniqueName(
      wanted,
      others.map((entry) => entry.name),
    );
  }

  #withDrafts(stored: readonly WorkspaceEntry[]): WorkspaceEntry[] {
    const drafts = this.#saver.drafts.map((draft) => entryOf(draft));
    const unsaved = new Set(drafts.map(({ id }) => id));
    return [...drafts, ...stored.filter(({ id }) => !unsaved.has(id))];
  }
}
