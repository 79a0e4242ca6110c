import { failedAddress, isLoadFailure, type LoadCause } from '../lib/load-error.ts';

/** How long a server may take to answer before it counts as unreachable. */
const PATIENCE_MS = 8000;

/** The open page, as the search for a cause needs it. */
export interface OpenPage {
  /** Address without the fragment, which may hold texts. */
  readonly url: string;
  /** Scripts as {@link scriptsIn} gives them. */
  readonly scripts: readonly string[];
  readonly onLine: boolean;
}

/**
 * Finds why code did not arrive. Asks the page's own server only: first for the page, to see whether it
 * answers and has the same version, then for the file. The file's request bypasses the browser's cache,
 * which then keeps the server's current file.
 */
export async function findCause(
  error: unknown,
  page: OpenPage,
  scriptsOf: (html: string) => readonly string[],
): Promise<LoadCause> {
  if (!isLoadFailure(error)) {
    return { kind: 'broken', message: error instanceof Error ? error.message : String(error) };
  }
  const unreachable = { kind: 'unreachable', host: new URL(page.url).host } as const;
  // A server on this machine answers without a connection.
  const home = await ask(page.url, 'no-store');
  if (home === null) return page.onLine ? unreachable : { kind: 'offline' };
  if (home.ok) {
    const scripts = scriptsOf(await home.text().catch(() => ''));
    if (!sameScripts(scripts, page.scripts)) return { kind: 'replaced' };
  }
  const address = failedAddress(error);
  if (address === null || new URL(address).origin !== new URL(page.url).origin) {
    return { kind: 'unknown' };
  }
  const file = await ask(address, 'reload');
  if (file === null) return { kind: 'unknown' };
  if (!file.ok) return { kind: 'refused', status: file.status };
  if (file.headers.get('content-type')?.startsWith('text/html')) return { kind: 'web-page' };
  return { kind: 'unknown' };
}

/** Scripts in a page's HTML, as written there. Their names change with everything they import. */
export function scriptsIn(document: Document): readonly string[] {
  return [...document.querySelectorAll('script[type=module][src]')].map(
    (element) => element.getAttribute('src') ?? '',
  );
}

/** The server's answer, or null if there is none. */
async function ask(url: string, cache: RequestCache): Promise<Response | null> {
  try {
    return await fetch(url, { cache, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return null;
  }
}

/** A page without scripts, such as a proxy's, tells no version; extensions may add scripts to the open page. */
function sameScripts(found: readonly string[], own: readonly string[]): boolean {
  return found.every((script) => own.includes(script));
}
