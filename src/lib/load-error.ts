/** Code that the page fetches when it is first needed, and why it may not come. */

export type LoadCause =
  /** The device has no connection. */
  | { readonly kind: 'offline' }
  /** The page's own address does not answer. */
  | { readonly kind: 'unreachable'; readonly host: string }
  /** The server has another version of the page, and with it other files. */
  | { readonly kind: 'replaced' }
  /** The server has the same page, and answers this for the file. */
  | { readonly kind: 'refused'; readonly status: number }
  /** It answers with a web page in the file's place, as some hosts do for what is missing. */
  | { readonly kind: 'web-page' }
  /** The server answers, but the file does not arrive, or arrives and is refused. */
  | { readonly kind: 'unknown' }
  /** The file came and failed as it began. */
  | { readonly kind: 'broken'; readonly message: string };

/** A part of the page that could not be loaded. The message says what, why, and what to do. */
export class LoadError extends Error {
  override readonly name = 'LoadError';
  readonly reason: LoadCause;

  /** @param part What did not load, as a sentence begins with it: "The list of commands". */
  constructor(part: string, reason: LoadCause, options?: ErrorOptions) {
    super(`${part} could not be loaded: ${words(reason)}`, options);
    this.reason = reason;
  }

  /** Whether trying again cannot help, and loading the page anew can. */
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
      return 'a newer version of Facet is on the server, and what this page needs is gone. Reload the page to get the newer one.';
    case 'refused':
      return reason.status === 404 || reason.status === 410
        ? `the server no longer has it (it answers ${reason.status}). Reload the page; if that does not help, the server’s copy of Facet is not whole.`
        : `the server answers ${reason.status} for it. Try again in a while.`;
    case 'web-page':
      return 'the server answers with a web page in its place: its copy of Facet is not whole. Try again, or tell whoever runs it.';
    case 'unknown':
      return 'the server answers, but the file does not arrive. Try again; if that does not help, reload the page.';
    case 'broken':
      return `it arrived, but did not start (${reason.message}). Reload the page.`;
    default:
      return reason satisfies never;
  }
}

/**
 * What browsers say of code that does not arrive: Chromium, Firefox and Safari of `import()`, Vite of a style
 * sheet, ONNX Runtime of its WebAssembly.
 */
const FAILURES =
  /dynamically imported module|Importing a module script failed|Unable to preload CSS|fetching of the wasm failed/i;

/** Whether an error says that code did not arrive, rather than that it failed. */
export function isLoadFailure(error: unknown): boolean {
  return FAILURES.test(error instanceof Error ? error.message : String(error));
}

/** The address in such a message; Safari gives none. */
export function failedAddress(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  return /\bhttps?:\/\/\S+/.exec(error.message)?.[0] ?? null;
}

/** In place of what a browser says, where the cause is not looked for. */
export const LOAD_FAILURE_WORDS =
  'A part of Facet could not be loaded from the server that the page came from. Check that it runs and that you are connected, and try again; if that does not help, reload the page.';
