/** Removes models, each with an offer of undo: a model goes once the toast that offers it has gone. */
import { messageOf } from '../../lib/errors.ts';
import { isolated } from '../../lib/isolate.ts';
import { dismissToast, showToast, toast } from '../toast.ts';

interface RemovalsOptions {
  readonly remove: (id: string) => Promise<void>;
  /** Called with the undo of each pending removal, by the model's id. */
  readonly onChange: (removing: ReadonlyMap<string, () => void>) => void;
  readonly onRemoved: () => Promise<void>;
  readonly onFailed: (problem: string) => void;
}

export class Removals {
  readonly #options: RemovalsOptions;
  readonly #underWay = new Set<Promise<void>>();
  #undo: ReadonlyMap<string, () => void> = new Map();

  constructor(options: RemovalsOptions) {
    this.#options = options;
  }

  /** @param restore Called by undo, besides keeping the model. */
  begin(id: string, name: string, restore: () => void): void {
    let undone = false;
    const undo = () => {
      undone = true;
      dismissToast();
      restore();
    };
    this.#setUndo(id, undo);
    showToast(`Removed “${isolated(name)}”`, undo);
    const shown = toast.getState().current;
    const settle = () => {
      stop();
      globalThis.removeEventListener?.('pagehide', settle);
      const removal = (undone ? Promise.resolve() : this.#remove(id)).then(() => {
        this.#setUndo(id, null);
        this.#underWay.delete(removal);
      });
      this.#underWay.add(removal);
    };
    const stop = toast.subscribe(({ current }) => {
      if (current !== shown) settle();
    });
    // The offer of undo ends with the page.
    globalThis.addEventListener?.('pagehide', settle);
  }

  /** Ends the offers of undo, and waits until the removed models are gone. */
  async settle(): Promise<void> {
    if (this.#undo.size > 0) dismissToast();
    await Promise.all(this.#underWay);
  }

  async #remove(id: string): Promise<void> {
    try {
      await this.#options.remove(id);
      await this.#options.onRemoved();
    } catch (error) {
      this.#options.onFailed(messageOf(error));
    }
  }

  #setUndo(id: string, undo: (() => void) | null): void {
    const next = new Map(this.#undo);
    if (undo === null) next.delete(id);
    else next.set(id, undo);
    this.#undo = next;
    this.#options.onChange(next);
  }
}
