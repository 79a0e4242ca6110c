/**
 * The last edit of a page that goes away. IndexedDB writes nothing of a page that is gone, and
 * `localStorage` writes at once: what was not stored yet is put there, and taken over by whoever
 * opens the workspace next.
 */
import { parseWorkspace } from '../../workspace/workspace.ts';
import { parseView } from '../../workspace/workspace-file.ts';
import type { Draft } from './records.ts';

/** Longer drafts are not kept: `localStorage` has about 5 million characters. In bytes, roughly. */
export const JOURNAL_LIMIT = 2_000_000;

const PREFIX = 'facet-unsaved:';

export interface Journalled {
  readonly draft: Draft;
  /** The stored revisions that the draft builds on. */
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
      // Full: the write to IndexedDB is under way all the same.
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
      // Of a newer Facet, which will read it.
      return null;
    }
  }

  forget(id: string): void {
    this.#storage?.removeItem(PREFIX + id);
  }
}
