/** All workspaces of this browser, by name: those on the shelf, and those this tab could not store yet. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { uniqueName } from './names.ts';
import { storedRecordOf } from './records.ts';
import type { Saver } from './saver.ts';
import type { Shelf } from './shelf.ts';
import type { WorkspaceEntry } from './types.ts';

export interface CatalogueState {
  /** The one that changed last first. */
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
   * Reads the list anew.
   * @throws whatever kept the database from being read.
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

  /** `name`, or one like it that no other workspace has. */
  nameFor(name: string, isOther: (entry: WorkspaceEntry) => boolean = () => true): string {
    const wanted = name.trim() === '' ? 'Untitled' : name.trim();
    // What was put since the list was read has its name, too.
    const others = this.#withDrafts(this.entries).filter(isOther);
    return uniqueName(
      wanted,
      others.map((entry) => entry.name),
    );
  }

  #withDrafts(stored: readonly WorkspaceEntry[]): WorkspaceEntry[] {
    const drafts = this.#saver.drafts.map((draft) => storedRecordOf(draft).entry);
    const unsaved = new Set(drafts.map(({ id }) => id));
    return [...drafts, ...stored.filter(({ id }) => !unsaved.has(id))];
  }
}
