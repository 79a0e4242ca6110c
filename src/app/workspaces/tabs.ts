import { isObject } from '../../lib/checks.ts';

/** Messages between tabs of this browser about workspaces. */
export type TabMessage =
  /** A new revision of a workspace is stored. */
  | { readonly kind: 'saved'; readonly id: string; readonly revision: string }
  /** The list of workspaces changed. */
  | { readonly kind: 'listed' }
  /** A tab wants to write a workspace: its writer is to save and stop. */
  | { readonly kind: 'ask'; readonly id: string }
  /** The writer saved and stopped: the lock may be taken. */
  | { readonly kind: 'ready'; readonly id: string };

export class Tabs {
  readonly #channel = new BroadcastChannel('facet-workspaces');
  readonly #listeners = new Set<(message: TabMessage) => void>();

  constructor() {
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const message = parseMessage(data);
      if (message !== null) for (const listener of [...this.#listeners]) listener(message);
    };
  }

  post(message: TabMessage): void {
    this.#channel.postMessage(message);
  }

  /** Calls `listener` with what other tabs post, until the returned function is called. */
  listen(listener: (message: TabMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether another tab posts such a message within `ms` milliseconds. */
  hears(expected: TabMessage['kind'], id: string, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (heard: boolean) => {
        clearTimeout(timer);
        stop();
        resolve(heard);
      };
      const timer = setTimeout(() => end(false), ms);
      const stop = this.listen((message) => {
        if (message.kind === expected && 'id' in message && message.id === id) end(true);
      });
    });
  }

  close(): void {
    this.#channel.close();
  }
}

/** Reads a message; null for one of another Facet that is unknown here. */
export function parseMessage(data: unknown): TabMessage | null {
  if (!isObject(data)) return null;
  if (data.kind === 'listed') return { kind: 'listed' };
  if (typeof data.id !== 'string') return null;
  const { id } = data;
  if (data.kind === 'ask' || data.kind === 'ready') return { kind: data.kind, id };
  if (data.kind !== 'saved' || typeof data.revision !== 'string') {
    return null;
  }
  return { kind: 'saved', id, revision: data.revision };
}
