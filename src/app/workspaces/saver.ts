/** Writes what this tab changes, a moment after the last change, and keeps what could not be written. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { messageOf } from '../../lib/errors.ts';
import { type DraftJournal, JOURNAL_LIMIT } from './journal.ts';
import { type Draft, storedRecordOf } from './records.ts';
import { ConflictError, type Shelf } from './shelf.ts';

export interface SavingState {
  /** `saved` once the last edit is in the database, and not before. */
  readonly status: 'saved' | 'saving' | 'failed';
  /** Why the last write failed, in words for the user; null where it did not. */
  readonly failure: string | null;
}

/** Writes rest this long after the last change, so that typing does not write per letter. */
const REST_MS = 300;

export interface SaverOptions {
  readonly shelf: Pick<Shelf, 'write'>;
  readonly journal: DraftJournal;
  readonly onSaved: (draft: Draft) => void;
  /** Another tab wrote since: the draft is this tab's alone now. */
  readonly onConflict: (draft: Draft) => void;
}

export class Saver {
  readonly state: StoreApi<SavingState> = createStore<SavingState>()(() => ({
    status: 'saved',
    failure: null,
  }));
  readonly #options: SaverOptions;
  /** Drafts that are not stored yet, by workspace. */
  readonly #drafts = new Map<string, Draft>();
  /** Of each workspace the revision that this tab read or wrote last. */
  readonly #stored = new Map<string, string>();
  readonly #journalled = new Set<string>();
  #writing: { readonly draft: Draft } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #run: Promise<void> = Promise.resolve();

  constructor(options: SaverOptions) {
    this.#options = options;
  }

  /** Drafts that are not stored yet. */
  get drafts(): readonly Draft[] {
    return [...this.#drafts.values()];
  }

  draft(id: string): Draft | undefined {
    return this.#drafts.get(id);
  }

  /** The revision that the next write of a workspace builds on. */
  storedRevision(id: string): string | undefined {
    return this.#stored.get(id);
  }

  /** Says which revision of a workspace this tab read. */
  read(id: string, revision: string): void {
    this.#stored.set(id, revision);
  }

  /** Takes a draft in the place of an earlier one of the same workspace, and writes it soon. */
  put(draft: Draft): void {
    this.#drafts.set(draft.id, draft);
    this.#show();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => whenIdle(() => void this.flush()), REST_MS);
  }

  /** Writes all drafts now. Done when they are stored, or known not to be; gives whether all are. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    // One write at a time: the second of two must build on the first.
    this.#run = this.#run.then(() => this.#writeAll());
    await this.#run;
    return this.#drafts.size === 0;
  }

  /** Gives a draft up without writing it, unless it is being written and arrives; gives what was not stored. */
  async revoke(id: string): Promise<Draft | null> {
    if (this.#writing?.draft.id === id) await this.#run;
    const draft = this.#drafts.get(id) ?? null;
    this.#drafts.delete(id);
    this.#show();
    return draft;
  }

  /** Keeps drafts where a page that goes away still can. */
  keepInJournal(): void {
    for (const draft of this.#drafts.values()) {
      if (storedRecordOf(draft).entry.size > JOURNAL_LIMIT) continue;
      const seen = [this.#stored.get(draft.id), this.#writing?.draft.revision];
      this.#options.journal.keep(
        draft,
        seen.flatMap((revision) => revision ?? []),
      );
      this.#journalled.add(draft.id);
    }
  }

  /** Whether closing the page now would lose what a person did. */
  get atRisk(): boolean {
    const { status } = this.state.getState();
    return this.drafts.some(
      (draft) =>
        draft.untouched === null &&
        (status === 'failed' || storedRecordOf(draft).entry.size > JOURNAL_LIMIT),
    );
  }

  async #writeAll(): Promise<void> {
    let failure: string | null = null;
    for (const draft of this.drafts) {
      // Another was put, or it was revoked, while the one before it was written.
      if (this.#drafts.get(draft.id) !== draft) continue;
      this.#writing = { draft };
      try {
        await this.#options.shelf.write(storedRecordOf(draft), this.#seen(draft.id));
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

  /** @param failure What the last round of writes ended with; what was said stays until one succeeds. */
  #show(failure: string | null = this.state.getState().failure): void {
    const status = this.#drafts.size === 0 ? 'saved' : failure === null ? 'saving' : 'failed';
    this.state.setState({ status, failure: status === 'failed' ? failure : null });
  }
}

/** Why a write failed, as a person can act on it. */
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
