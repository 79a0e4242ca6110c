/** The connection to one vector store, and what was found in it. The token is in memory alone. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { app } from '../../app/app.ts';
import { preferences } from '../../app/preferences.ts';
import { isAbort, messageOf } from '../../lib/errors.ts';
import { type ConnectedStore, connectStore } from '../../stores/client.ts';
import {
  type StoreAddress,
  type StoreCollection,
  StoreError,
  type StoreFound,
} from '../../stores/types.ts';

export interface Found extends StoreFound {
  readonly query: string;
  readonly instruction: string;
  readonly collection: StoreCollection;
  /** Milliseconds of the embedding, and of all else but the store. */
  readonly embedMs: number;
  readonly pageMs: number;
}

export interface Session {
  /** The store that is connected; null without one. */
  readonly address: StoreAddress | null;
  readonly names: readonly string[];
  readonly collection: StoreCollection | null;
  /** Field of the texts; null where there is none. */
  readonly text: string | null;
  readonly found: Found | null;
  readonly busy: {
    readonly step: string;
    readonly fraction: number | null;
    readonly cancel: () => void;
  } | null;
  readonly problem: { readonly message: string; readonly retry: (() => void) | null } | null;
}

const NONE: Session = {
  address: null,
  names: [],
  collection: null,
  text: null,
  found: null,
  busy: null,
  problem: null,
};

export const session: StoreApi<Session> = createStore<Session>()(() => NONE);

let store: ConnectedStore | null = null;

const SHUT_OUT =
  'No store is asked while “Work offline” is on: switch it off under “On this device”.';

preferences.subscribe(({ offline }) => {
  if (!offline || store === null) return;
  disconnect();
  session.setState({ problem: { message: SHUT_OUT, retry: null } });
});

type Tell = (step: string, fraction?: number | null) => void;

/** Does one thing at a time; a failure stands in the dialog, with a way to try again, and loses nothing. */
export async function doing(
  step: string,
  work: (signal: AbortSignal, tell: Tell) => Promise<void>,
): Promise<void> {
  if (session.getState().busy !== null) return;
  const controller = new AbortController();
  const cancel = () => controller.abort(new DOMException('Cancelled', 'AbortError'));
  const tell: Tell = (now, fraction = null) =>
    session.setState({ busy: { step: now, fraction, cancel } });
  session.setState({ problem: null });
  tell(step);
  try {
    await work(controller.signal, tell);
  } catch (error) {
    if (!isAbort(error)) {
      const retry = () => void doing(step, work);
      session.setState({ problem: { message: messageOf(error), retry } });
    }
  } finally {
    session.setState({ busy: null });
  }
}

export function connect(address: StoreAddress): Promise<void> {
  return doing('Connecting', async (signal) => {
    if (preferences.getState().offline) throw new StoreError('asked', SHUT_OUT);
    const opened = await connectStore(address);
    try {
      const names = await opened.collections({ signal });
      disconnect();
      store = opened;
      session.setState({ address, names });
    } catch (error) {
      opened.close();
      throw error;
    }
    const { names } = session.getState();
    if (names.length === 1) await openNamed(names[0]!, signal);
  });
}

export function disconnect(): void {
  store?.close();
  store = null;
  const { busy, problem } = session.getState();
  session.setState({ ...NONE, busy, problem });
}

/** @throws StoreError without a connection. */
export function connected(): ConnectedStore {
  if (store === null) throw new StoreError('asked', 'No store is connected.');
  return store;
}

export function openCollection(name: string): Promise<void> {
  return doing('Opening the collection', (signal) => openNamed(name, signal));
}

async function openNamed(name: string, signal: AbortSignal): Promise<void> {
  const collection = await connected().describe(name, { signal });
  session.setState({ collection, text: textFieldOf(collection), found: null });
}

/** The field that is likely the text: by its name, else the first text. */
function textFieldOf({ fields }: StoreCollection): string | null {
  const texts = fields.filter(({ kind }) => kind === 'text');
  const likely = texts.find(({ name }) =>
    /^(document|text|content|chunk|passage|page_content|body)$/i.test(name),
  );
  return (likely ?? texts[0])?.name ?? null;
}

/** The collection that is open. @throws StoreError without one. */
export function opened(): { readonly collection: StoreCollection; readonly text: string | null } {
  const { collection, text } = session.getState();
  if (collection === null) throw new StoreError('asked', 'No collection is open.');
  return { collection, text };
}

/** Embeds texts in the page. Rows [n] of the model's width. @throws StoreError for a text without a vector. */
export async function embed(
  instruction: string,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<readonly Float32Array[]> {
  if (app().model.getState().info === null) {
    throw new StoreError('asked', 'No model is running: choose one first.');
  }
  const pairs = texts.map((text) => [instruction, text] as const);
  const { vectors, dim, refused, unread } = await app().engine.encode(pairs, { signal });
  const why = refused.find((each) => each !== null);
  if (why !== undefined) throw new StoreError('asked', `A text cannot be embedded: ${why}`);
  if (texts.length === 1 && unread[0] != null) {
    throw new StoreError(
      'asked',
      'Nothing of the query is left beside the instruction: write more.',
    );
  }
  return texts.map((_, index) => vectors.slice(index * dim, (index + 1) * dim));
}

export function search(query: string, instruction: string, k: number): Promise<void> {
  return doing('Searching', async (signal, tell) => {
    const { collection, text } = opened();
    const began = performance.now();
    tell('Embedding the query');
    const [vector] = await embed(instruction, [query], signal);
    const embedMs = performance.now() - began;
    tell('Waiting for the store');
    const { hits, ms } = await connected().search(
      { collection, text, vector: vector!, k },
      { signal },
    );
    const pageMs = Math.max(0, performance.now() - began - embedMs - ms);
    session.setState({ found: { hits, ms, query, instruction, collection, embedMs, pageMs } });
  });
}
