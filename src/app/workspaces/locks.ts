/** Allows one writer a workspace, among all tabs of this browser: one Web Lock for each workspace. */

/** A lock, held until it is released, another tab takes it, or the tab is gone. */
export interface Held {
  release(): void;
  /** Settles when another tab took the lock; never after a release. */
  readonly lost: Promise<void>;
}

const PREFIX = 'facet-workspace:';

export class Locks {
  readonly #manager: LockManager | undefined;

  /**
   * @param manager Undefined where the page's origin is not secure: then every lock is granted, and revisions alone
   * keep tabs apart.
   */
  constructor(manager: LockManager | undefined) {
    this.#manager = manager;
  }

  /** Takes the lock; null if another tab has it. */
  hold(id: string): Promise<Held | null> {
    return this.#request(id, { ifAvailable: true });
  }

  /** Takes the lock once no other tab holds or wants it; null if `signal` aborts before. */
  wait(id: string, signal: AbortSignal): Promise<Held | null> {
    return this.#request(id, { signal });
  }

  /** Takes the lock from whoever has it. */
  steal(id: string): Promise<Held | null> {
    return this.#request(id, { steal: true });
  }

  /** Returns the ids of workspaces that tabs write, this one included. */
  async heldIds(): Promise<string[]> {
    const { held = [] } = (await this.#manager?.query()) ?? {};
    const names = held.flatMap(({ name }) => name ?? []);
    return names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
  }

  #request(id: string, options: LockOptions): Promise<Held | null> {
    const manager = this.#manager;
    if (manager === undefined) {
      return Promise.resolve({ release: () => undefined, lost: new Promise(() => undefined) });
    }
    return new Promise((resolve, reject) => {
      let granted = false;
      let tell: () => void = () => undefined;
      const lost = new Promise<void>((settle) => {
        tell = settle;
      });
      const held = (lock: Lock | null) => {
        if (lock === null) return resolve(null);
        granted = true;
        return new Promise<void>((release) => resolve({ release, lost }));
      };
      manager.request(PREFIX + id, options, held).catch((error: unknown) => {
        if (granted) tell();
        else if (options.signal?.aborted) resolve(null);
        else reject(error);
      });
    });
  }
}
