/** Browser APIs that Node lacks, for tests. */

interface Tab {
  closed: boolean;
}

interface Request {
  readonly name: string;
  readonly tab: Tab;
  readonly grant: (lock: Lock) => void;
}

interface Holding extends Request {
  readonly lost: (error: Error) => void;
}

/** Web Locks of one browser, exclusive ones: https://w3c.github.io/web-locks/ */
export class StandInLocks {
  readonly #held = new Map<string, Holding>();
  #queue: Request[] = [];

  forTab() {
    const tab = { closed: false };
    return {
      request: (
        name: string,
        options: LockOptions,
        callback: (lock: Lock | null) => Promise<void> | void,
      ): Promise<void> => this.#request(tab, name, options, callback),
      query: async () => ({ held: [...this.#held.keys()].map((name) => ({ name })) }),
      /** Takes a lock; returns the function that releases it. */
      steal: (name: string) =>
        new Promise<() => void>((resolve) => {
          void this.#request(tab, name, { steal: true }, () => new Promise<void>(resolve));
        }),
      /** Ends the tab, as closing it does. */
      end: () => {
        tab.closed = true;
        this.#queue = this.#queue.filter((request) => request.tab !== tab);
        for (const [name, holding] of this.#held)
          if (holding.tab === tab) this.#free(name, holding);
      },
    } as unknown as LockManager & { steal(name: string): Promise<() => void>; end(): void };
  }

  #request(
    tab: Tab,
    name: string,
    options: LockOptions,
    callback: (lock: Lock | null) => Promise<void> | void,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const grant = (lock: Lock) => {
        const holding: Holding = { name, tab, grant, lost: reject };
        this.#held.set(name, holding);
        Promise.resolve(callback(lock)).then(() => {
          this.#free(name, holding);
          resolve();
        }, reject);
      };
      const request = { name, tab, grant };
      // A browser answers in a later task.
      setTimeout(() => {
        if (tab.closed) return;
        const holder = this.#held.get(name);
        if (options.steal === true) {
          holder?.lost(new DOMException('Stolen.', 'AbortError'));
          grant({ name, mode: 'exclusive' });
        } else if (options.ifAvailable === true && holder !== undefined) {
          Promise.resolve(callback(null)).then(() => resolve(), reject);
        } else if (holder === undefined) grant({ name, mode: 'exclusive' });
        else this.#queue.push(request);
      });
      options.signal?.addEventListener('abort', () => {
        if (!this.#queue.includes(request)) return;
        this.#queue = this.#queue.filter((each) => each !== request);
        reject(new DOMException('Aborted.', 'AbortError'));
      });
    });
  }

  #free(name: string, holding: Holding): void {
    if (this.#held.get(name) !== holding) return;
    this.#held.delete(name);
    const next = this.#queue.find((request) => request.name === name);
    if (next === undefined) return;
    this.#queue = this.#queue.filter((request) => request !== next);
    next.grant({ name, mode: 'exclusive' });
  }
}

export class StandInStorage extends Map<string, string> {
  get length(): number {
    return this.size;
  }
  key(at: number): string | null {
    return [...this.keys()][at] ?? null;
  }
  getItem(key: string): string | null {
    return this.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.set(key, value);
  }
  removeItem(key: string): void {
    this.delete(key);
  }
}
