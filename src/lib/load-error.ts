/** Reason that code the page fetches on first use may not arrive. */

export type LoadCause =
  /** The device has no connection. */
  | { readonly kind: 'offline' }
  /** The page's server does not answer. */
  | { readonly kind: 'unreachable'; readonly host: string }
  /** The server has another version of the page, so its files have other names. */
  | { readonly kind: 'replaced' }
  /** The server has the same page and answers with this status for the file. */
  | { readonly kind: 'refused'; readonly status: number }
  /** The server answers with a web page in place of the file, as some hosts do for missing files. */
  | { readonly kind: 'web-page' }
  /** The server answers, but the file does not arrive or the browser refuses it. */
  | { readonly kind: 'unknown' }
  /** The file arrived and failed as it started. */
  | { readonly kind: 'broken'; readonly message: string };

/** A part of the page that could not be loaded. The message says what, why, and what to do. */
export class LoadError extends Error {
  override readonly name = 'LoadError';
  readonly reason: LoadCause;

  /** @param part Name of what did not load, as a sentence starts with it: "The list of commands". */
  constructor(part: string, reason: LoadCause, options?: ErrorOptions) {
    super(`${part} could not be loaded: ${words(reason)}`, options);
    this.reason = reason;
  }

  /** Whether only reloading the page can help. */
  get needsReload(): boolean {
    const { kind } = this.reason;
    return kind === 'replaced' || kind === 'broken' || this.isMissing;
  }

  private get isMissing(): boolean {
    const { reason } = this;
    return reason.kind === 'refused' && (reason.status === 404 || reason.status === 410);
  }
}

function words(reason: LoadCause): string {
  switch (reason.kind) {
    case 'offline':
      return 'this device is offline. Connect, and try again.';
    case 'unreachable':
      return `the server that this page came from (${reason.host}) does not answer. Check that it runs and that you are connected, and try again.`;
    case 'replaced':
      return 'the server has a newer version of Facet, without the files that this page needs. Reload the page to get the newer version.';
    case 'refused':
      return reason.status === 404 || reason.status === 410
        ? `the server no longer has it (it answers ${reason.status}). Reload the page; if that does not help, the server’s copy of Facet is incomplete.`
        : `the server answers ${reason.status} for it. Try again in a while.`;
    case 'web-page':
      return 'the server answers with a web page in its place: its copy of Facet is incomplete. Try again, or tell whoever runs it.';
    case 'unknown':
      return 'the server answers, but the file does not arrive. Try again; if that does not help, reload the page.';
    case 'broken':
      return `it arrived, but did not start (${reason.message}). Reload the page.`;
    default:
      return reason satisfies never;
  }
}

/**
 * Messages of browsers for code that does not arrive: Chromium's, Firefox's and Safari's for `import()`,
 * Vite's for a style sheet, ONNX Runtime's for its WebAssembly.
 */
const FAILURES =
  /dynamically imported module|Importing a module script failed|Unable to preload CSS|fetching of the wasm failed/i;

/** Whether an error says that code did not arrive, rather than that it failed. */
export function isLoadFailure(error: unknown): boolean {
  return FAILURES.test(error instanceof Error ? error.message : String(error));
}

/** Returns the address in such a message; Safari names none. */
export function failedAddress(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  return /\bhttps?:\/\/\S+/.exec(error.message)?.[0] ?? null;
}

/** Replaces the browser's message where no one looks for the cause. */
export const LOAD_FAILURE_WORDS =
  'A part of Facet could not be loaded from the server that the page came from. Check that it runs and that you are connected, and try again; if that does not help, reload the page.';
