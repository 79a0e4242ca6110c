/** Writes this tab's changes, a moment after the last one, and keeps those that could not be written. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { messageOf } from '../../lib/errors.ts';
import { type DraftJournal, JOURNAL_LIMIT } from './journal.ts';
import { type Draft, sizeOf, storedRecordOf } from './records.ts';
import { ConflictError, type Shelf } from './shelf.ts';

export interface SavingState {
  /** `saved` once the last edit is in the database, and not before. */
  readonly status: 'saved' | 'saving' | 'failed';
  /** Reason that the last write failed, in words for the user; null where it did not. */
  readonly failure: string | null;
}

/** Milliseconds from the last change to the write, so that typing does not write per letter. */
const REST_MS = 300;

export interface SaverOptions {
  readonly shelf: Pick<Shelf, 'write'>;
  readonly journal: DraftJournal;
  readonly onSaved: (draft: Draft) => void;
  /** Called when another tab wrote since: the draft is this tab's alone now. */
  readonly onConflict: (draft: Draft) => void;
}

export class Saver {
  readonly state: StoreApi<SavingState> = createStore<SavingState>()(() => ({
    status: 'saved',
    failure: null,
  }));
  readonly #options: SaverOptions;
  /** Drafts not stored yet, by workspace. */
  readonly #drafts = new Map<string, Draft>();
  /** Revision that this tab read or wrote last, by workspace. */
  readonly #stored = new Map<string, string>();
  readonly #journalled = new Set<string>();
  #writing: { readonly draft: Draft } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #run: Promise<void> = Promise.resolve();

  constructor(options: SaverOptions) {
    this.#options = options;
  }

  /** Drafts not stored yet. */
  get drafts(): readonly Draft[] {
    return [...this.#drafts.values()];
  }

  draft(id: string): Draft | undefined {
    return this.#drafts.get(id);
  }

  /** Returns the revision that the next write of a workspace builds on. */
  storedRevision(id: string): string | undefined {
    return this.#stored.get(id);
  }

  /** Notes the revision of a workspace that this tab read. */
  read(id: string, revision: string): void {
    this.#stored.set(id, revision);
  }

  /** Takes a draft, replacing an earlier one of the same workspace, and writes it soon. */
  put(draft: Draft): void {
    this.#drafts.set(draft.id, draft);
    this.#show();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => whenIdle(() => void this.flush()), REST_MS);
  }

  /** Writes all drafts now. Resolves when each is stored or has failed, with whether all are stored. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    // One write at a time: the second of two must build on the first.
    this.#run = this.#run.then(() => this.#writeAll());
    await this.#run;
    return this.#drafts.size === 0;
  }

  /** Gives up a draft, unless its write is under way and succeeds; returns the draft if it was not stored. */
  async revoke(id: string): Promise<Draft | null> {
    if (this.#writing?.draft.id === id) await this.#run;
    const draft = this.#drafts.get(id) ?? null;
    this.#drafts.delete(id);
    this.#show();
    return draft;
  }

  /** Puts drafts in the journal, which a closing page can still write. */
  keepInJournal(): void {
    for (const draft of this.#drafts.values()) {
      if (sizeOf(draft) > JOURNAL_LIMIT) continue;
      const seen = [this.#stored.get(draft.id), this.#writing?.draft.revision];
      this.#options.journal.keep(
        draft,
        seen.flatMap((revision) => revision ?? []),
      );
      this.#journalled.add(draft.id);
    }
  }

  /** Whether closing the page now would lose edits. */
  get atRisk(): boolean {
    const { status } = this.state.getState();
    return this.drafts.some(
      (draft) => draft.untouched === null && (status === 'failed' || sizeOf(draft) > JOURNAL_LIMIT),
    );
  }

  async #writeAll(): Promise<void> {
    let failure: string | null = null;
    for (const draft of this.drafts) {
      // The draft was replaced or revoked while the one before it was written.
      if (this.#drafts.get(draft.id) !== draft) continue;
      this.#writing = { draft };
      try {
        const record = await storedRecordOf(draft);
        await this.#options.shelf.write(record, this.#seen(draft.id));
        this.#stored.set(draft.id, draft.revision);
        this.#drop(draft);
        this.#options.onSaved(draft);
      } catch (error) {
        if (error instanceof ConflictError) {
          this.#drop(draft);
          this.#options.onConflict(draft);
        } else failure = reasonOf(error);
      } finally {
        this.#writing = null;
      }
    }
    this.#show(failure);
  }

  #seen(id: string): string[] {
    const revision = this.#stored.get(id);
    return revision === undefined ? [] : [revision];
  }

  #drop(draft: Draft): void {
    if (this.#drafts.get(draft.id) !== draft) return;
    this.#drafts.delete(draft.id);
    if (this.#journalled.delete(draft.id)) this.#options.journal.forget(draft.id);
  }

  /** @param failure Result of the last round of writes; a reported failure stays until one succeeds. */
  #show(failure: string | null = this.state.getState().failure): void {
    const status = this.#drafts.size === 0 ? 'saved' : failure === null ? 'saving' : 'failed';
    this.state.setState({ status, failure: status === 'failed' ? failure : null });
  }
}

/** Says why a write failed, and what a person can do about it. */
function reasonOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'QuotaExceededError') {
    return 'The space that this browser gives Facet is full. Delete workspaces or imported models, or free space on the disk.';
  }
  if (name === 'VersionError') {
    return 'A newer Facet keeps its workspaces in this browser. Reload the page to get it.';
  }
  if (name === 'SecurityError' || name === 'InvalidStateError' || name === 'UnknownError') {
    return 'This browser does not let the page keep anything: a private window or a setting may forbid it.';
  }
  return messageOf(error);
}

/** Copying a large workspace takes milliseconds that typing may need. Safari has no idle callback. */
function whenIdle(task: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(task, { timeout: 1000 });
  else task();
}
