/** Messages between the page and its service worker. Each answer comes through the port sent with its question. */

/** Page → service worker. */
export type OfflineRequest =
  /** Store all files of this version. */
  | { readonly kind: 'prepare'; readonly gpu: boolean }
  /** Give documents the headers that isolate them, because the host does not. */
  | { readonly kind: 'isolate' }
  /** Stop asking the network, or start again. */
  | { readonly kind: 'network'; readonly allowed: boolean }
  /** Take over from the running version. */
  | { readonly kind: 'activate' };

/** Service worker → page. */
export type OfflineReply =
  | { readonly kind: 'progress'; readonly doneBytes: number; readonly totalBytes: number }
  /** All files of the version are stored. */
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'done' };

/** Service worker → every page, with a port: which version did your files come from? The answer is its name or null. */
export interface WhichVersion {
  readonly kind: 'which-version';
}
