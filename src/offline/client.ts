/** The page's side of the service worker: the files stored for offline use, and whether a new version waits. */
import type { StoreApi } from 'zustand/vanilla';
import type { OfflineReply, OfflineRequest, WhichVersion } from './protocol.ts';

const SCRIPT = 'service-worker.js';
/**
 * Mark of this tab that the page was reloaded to be isolated. If one reload does not isolate it, the host does not let
 * it.
 */
const ISOLATED_ONCE = 'facet-isolated-once';

export type Stored =
  /** The browser has no service workers here, or this is the development server. */
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'storing'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface OfflineState {
  readonly stored: Stored;
  /** Whether a newer version is stored whole, and waits for the user's consent. */
  readonly update: boolean;
}

export class Offline {
  readonly state: StoreApi<OfflineState>;
  #registration: ServiceWorkerRegistration | null = null;
  /** Version that this page's files came from, once it is known. */
  readonly #version: Promise<string>;
  #knowVersion: (version: string) => void = () => {};

  /** @param state Kept up to date. */
  constructor(state: StoreApi<OfflineState>) {
    this.state = state;
    this.#version = new Promise((resolve) => {
      this.#knowVersion = resolve;
    });
  }

  /**
   * Starts the service worker.
   * @param loaded Resolves when the page has fetched all it works with: storing would compete with that.
   * @param mayAsk Whether the network may be asked now.
   */
  async start(loaded: Promise<void>, mayAsk: () => boolean): Promise<void> {
    const { serviceWorker } = navigator;
    if (serviceWorker === undefined || !import.meta.env.PROD) return;
    this.state.setState({ stored: { kind: 'waiting' } });
    serviceWorker.addEventListener('message', ({ data, ports }: MessageEvent<WhichVersion>) => {
      if (data.kind !== 'which-version') return;
      void this.#version.then((version) => ports[0]?.postMessage(version));
    });
    const touched = firstTouch();
    try {
      const registration = await serviceWorker.register(new URL(SCRIPT, document.baseURI));
      this.#registration = registration;
      this.#watch(registration);
      const { active } = await serviceWorker.ready;
      if (active === null) throw new Error('the service worker did not start');
      await this.#isolate(active, touched);
      await this.allowNetwork(mayAsk());
      await loaded;
      // Stored files need no network: this tells whether all are stored.
      await this.prepare();
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** Stores all files of this version; does not fetch again those already here. */
  async prepare(): Promise<void> {
    const active = this.#registration?.active;
    if (!active) return;
    const gpu = 'gpu' in navigator;
    const reply = await ask(active, { kind: 'prepare', gpu }, (progress) => {
      const { doneBytes, totalBytes } = progress;
      this.state.setState({ stored: { kind: 'storing', doneBytes, totalBytes } });
    });
    if (reply.kind === 'ready') {
      // The first reply counts: another version may have taken over since.
      this.#knowVersion(reply.version);
      this.state.setState({ stored: { kind: 'ready' } });
    } else if (reply.kind === 'failed') this.#fail(reply.reason);
  }

  /** Tells the service worker whether it may ask the network. */
  async allowNetwork(allowed: boolean): Promise<void> {
    const active = this.#registration?.active;
    if (active) await ask(active, { kind: 'network', allowed });
  }

  /** Reloads into the waiting version. */
  update(): void {
    const waiting = this.#registration?.waiting;
    if (!waiting) {
      location.reload();
      return;
    }
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
      once: true,
    });
    waiting.postMessage({ kind: 'activate' } satisfies OfflineRequest);
  }

  #watch(registration: ServiceWorkerRegistration): void {
    // A worker that is installed beside an active one waits.
    const look = () => {
      const waits = registration.waiting !== null && registration.active !== null;
      this.state.setState({ update: waits });
    };
    const follow = () => registration.installing?.addEventListener('statechange', look);
    look();
    // The browser looks for a new version as it opens the page: one may be on its way already.
    follow();
    registration.addEventListener('updatefound', follow);
  }

  #fail(reason: string): void {
    this.state.setState({ stored: { kind: 'failed', reason } });
  }

  /**
   * Isolates the page where the host sends no isolation headers: the service worker adds them and the page reloads,
   * once, and only if nobody has done anything yet. Without `credentialless` frames an isolated page could not show the
   * fetch frame, so models from other sites would be lost: those browsers stay as they are.
   */
  async #isolate(active: ServiceWorker, touched: () => boolean): Promise<void> {
    if (crossOriginIsolated || !('credentialless' in HTMLIFrameElement.prototype)) return;
    await ask(active, { kind: 'isolate' });
    try {
      if (touched() || sessionStorage.getItem(ISOLATED_ONCE) !== null) return;
      sessionStorage.setItem(ISOLATED_ONCE, '1');
    } catch {
      // If the mark cannot be stored, a reload could repeat for ever.
      return;
    }
    location.reload();
  }
}

/** Sends a request; resolves with the first reply that is no progress. */
function ask(
  worker: ServiceWorker,
  request: OfflineRequest,
  onProgress: (progress: Extract<OfflineReply, { kind: 'progress' }>) => void = () => {},
): Promise<OfflineReply> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<OfflineReply>) => {
      if (data.kind === 'progress') onProgress(data);
      else resolve(data);
    };
    worker.postMessage(request, [port2]);
  });
}

/** Returns a function that tells whether the user has pressed, typed, pasted or dropped anything since. */
function firstTouch(): () => boolean {
  let touched = false;
  const touch = () => {
    touched = true;
  };
  for (const event of ['keydown', 'pointerdown', 'paste', 'drop']) {
    window.addEventListener(event, touch, { once: true, capture: true });
  }
  return () => touched;
}
