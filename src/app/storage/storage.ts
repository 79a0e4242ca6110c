import { createStore, type StoreApi } from 'zustand/vanilla';
import { messageOf } from '../../lib/errors.ts';
import type { Vectors } from '../../vectors/client.ts';
import type { Keeping, KeptSet } from '../../vectors/kept/types.ts';
import { removeLater } from './remove-later.ts';

export interface StorageState {
  /** Whether the dialog is open. */
  readonly open: boolean;
  /** Kept vectors, by model and instruction; null until they are read. */
  readonly sets: readonly KeptSet[] | null;
  /** Bytes that this page uses and that the browser grants; null where it does not say. */
  readonly space: { readonly used: number; readonly granted: number } | null;
  /** Whether the browser has promised to keep the data when its disk runs full; null if it does not say. */
  readonly promised: boolean | null;
  /** Whether vectors go to the disk as they come. */
  readonly keeping: Keeping;
  /** Whether the message about that was closed. */
  readonly closed: boolean;
  /** Sets deleted once the toast that offers undo has gone: the undo of each, by id. */
  readonly removing: ReadonlyMap<string, () => void>;
  /** Reason that kept data could not be read or deleted. */
  readonly problem: string | null;
}

/** Texts in one run that make it worth asking the browser for lasting storage. */
const MANY_TEXTS = 500;
/** Key of the ids of sets whose deletion the page could not finish. */
const TO_DELETE = 'facet-vectors-to-delete';

/** The data kept in this browser, and its deletion. */
export class StoragePage {
  readonly state: StoreApi<StorageState> = createStore<StorageState>()(() => ({
    open: false,
    sets: null,
    space: null,
    promised: null,
    keeping: { state: 'kept' },
    closed: false,
    removing: new Map<string, () => void>(),
    problem: null,
  }));
  readonly #vectors: Pick<Vectors, 'list' | 'remove' | 'keepAgain' | 'onEvent'>;
  /** Reads the other kept data. */
  readonly #others: () => Promise<unknown>;
  readonly #lasting: Storage | undefined;
  #asked = false;

  /**
   * @param others Reads the other kept data, for the same list.
   * @param lasting Remembers what is to be deleted, should the page be closed meanwhile.
   */
  constructor(
    vectors: Pick<Vectors, 'list' | 'remove' | 'keepAgain' | 'onEvent'>,
    others: () => Promise<unknown>,
    lasting: Storage | undefined,
  ) {
    this.#vectors = vectors;
    this.#others = others;
    this.#lasting = lasting;
    vectors.onEvent((event) => {
      if (event.kind !== 'keeping') return;
      const { keeping } = event;
      // Each chunk repeats the message: once closed, it comes back only for another state.
      const before = this.state.getState();
      const closed = before.closed && keeping.state === before.keeping.state;
      this.state.setState({ keeping, closed });
    });
    // The worker does one thing after the other, so the sets are gone before it reads them.
    const left = this.#toDelete();
    if (left.length > 0) void this.#removeNow(left);
  }

  show(): void {
    this.state.setState({ open: true });
    void this.refresh();
    void this.#others();
  }

  hide(): void {
    this.state.setState({ open: false });
  }

  async refresh(): Promise<void> {
    try {
      const { storage } = globalThis.navigator ?? {};
      const [sets, estimate, promised = null] = await Promise.all([
        this.#vectors.list(),
        storage?.estimate?.().catch(() => undefined),
        storage?.persisted?.().catch(() => undefined),
      ]);
      const { usage: used, quota: granted } = estimate ?? {};
      const space = used === undefined || granted === undefined ? null : { used, granted };
      this.state.setState({ sets, space, promised, problem: null });
    } catch (error) {
      this.state.setState({ sets: [], problem: messageOf(error) });
    }
  }

  /** Asks the browser, after a large run, to keep the vectors. Called after each run of embedding. */
  async embedded(texts: number): Promise<void> {
    if (texts < MANY_TEXTS || this.#asked) return;
    this.#asked = true;
    await this.askToLast();
  }

  /** Asks the browser to keep the data when its disk runs full. */
  async askToLast(): Promise<void> {
    const promised = await globalThis.navigator?.storage?.persist?.().catch(() => false);
    if (promised !== undefined) this.state.setState({ promised });
  }

  /** Offers the disk again the vectors it did not take. */
  async keepAgain(): Promise<void> {
    this.state.setState({ closed: false });
    await this.#vectors.keepAgain();
  }

  /** Deletes sets once the toast that offers undo has gone. @param what Names them. */
  remove(ids: readonly string[], what: string): void {
    this.#remember([...this.#toDelete(), ...ids]);
    const undo = removeLater(`Deleted ${what}`, (undone) => {
      if (!undone) {
        void this.#removeNow(ids).then(() => this.#setRemoving(ids, null));
        return;
      }
      this.#forget(ids);
      this.#setRemoving(ids, null);
    });
    this.#setRemoving(ids, undo);
  }

  async #removeNow(ids: readonly string[]): Promise<void> {
    try {
      await this.#vectors.remove(ids);
      this.#forget(ids);
      if (this.state.getState().open) await this.refresh();
    } catch (error) {
      this.state.setState({ problem: messageOf(error) });
    }
  }

  #setRemoving(ids: readonly string[], undo: (() => void) | null): void {
    const removing = new Map(this.state.getState().removing);
    for (const id of ids) {
      if (undo === null) removing.delete(id);
      else removing.set(id, undo);
    }
    this.state.setState({ removing });
  }

  #toDelete(): string[] {
    return (this.#lasting?.getItem(TO_DELETE) ?? '').split(' ').filter((id) => id !== '');
  }

  #forget(ids: readonly string[]): void {
    this.#remember(this.#toDelete().filter((id) => !ids.includes(id)));
  }

  #remember(ids: readonly string[]): void {
    if (ids.length === 0) this.#lasting?.removeItem(TO_DELETE);
    else this.#lasting?.setItem(TO_DELETE, ids.join(' '));
  }
}
