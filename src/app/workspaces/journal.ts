/**
 * Keeps the last edit of a page that goes away. IndexedDB writes nothing for a page that is gone, but `localStorage`
 * writes at once: unstored edits go there, and the next tab to open the workspace takes them over.
 */
import { parseWorkspace } from '../../workspace/workspace.ts';
import { parseView } from '../../workspace/workspace-file.ts';
import type { Draft } from './records.ts';

/** Largest draft kept, roughly in bytes: `localStorage` has about 5 million characters. */
export const JOURNAL_LIMIT = 2_000_000;

const PREFIX = 'facet-unsaved:';

export interface Journalled {
  readonly draft: Draft;
  /** Stored revisions that the draft builds on. */
  readonly seen: readonly string[];
}

export class DraftJournal {
  readonly #storage: Storage | undefined;

  constructor(storage: Storage | undefined) {
    this.#storage = storage;
  }

  ids(): string[] {
    const storage = this.#storage;
    if (storage === undefined) return [];
    return Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '')
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => key.slice(PREFIX.length));
  }

  keep(draft: Draft, seen: readonly string[]): void {
    try {
      this.#storage?.setItem(PREFIX + draft.id, JSON.stringify({ draft, seen }));
    } catch {
      // The storage is full: the write to IndexedDB is under way all the same.
    }
  }

  read(id: string): Journalled | null {
    const text = this.#storage?.getItem(PREFIX + id);
    if (text === undefined || text === null) return null;
    try {
      const { draft, seen } = JSON.parse(text);
      return {
        draft: {
          id,
          workspace: parseWorkspace(draft.workspace),
          view: parseView(draft.view),
          changedAt: Number(draft.changedAt),
          revision: String(draft.revision),
          untouched: typeof draft.untouched === 'string' ? draft.untouched : null,
        },
        seen: Array.isArray(seen) ? seen.map(String) : [],
      };
    } catch {
      // The draft is of a newer Facet, which will read it.
      return null;
    }
  }

  forget(id: string): void {
    this.#storage?.removeItem(PREFIX + id);
  }
}
