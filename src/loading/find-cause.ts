import { failedAddress, isLoadFailure, type LoadCause } from '../lib/load-error.ts';

/** How long a server may take to answer before it counts as unreachable. */
const PATIENCE_MS = 8000;

/** The page that is open, as far as the search for a cause needs it. */
export interface OpenPage {
  /** Its address, without a fragment: that may hold texts. */
  readonly url: string;
  /** As {@link scriptsIn} gives them. */
  readonly scripts: readonly string[];
  readonly onLine: boolean;
}

/**
 * Why code did not arrive. Asks the page's own server only: for the page, to see whether it answers and has the
 * same version, then for the file, past the browser's cache, which then holds what the server has now.
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

/** The scripts that a page begins with, as its HTML writes them. Their names change with all that they import. */
export function scriptsIn(document: Document): readonly string[] {
  return [...document.querySelectorAll('script[type=module][src]')].map(
    (element) => element.getAttribute('src') ?? '',
  );
}

/** Null where there is no answer. */
async function ask(url: string, cache: RequestCache): Promise<Response | null> {
  try {
    return await fetch(url, { cache, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return null;
  }
}

/** A page without scripts, such as a proxy's, says nothing about the version; extensions may add some to the open one. */
function sameScripts(found: readonly string[], own: readonly string[]): boolean {
  return found.every((script) => own.includes(script));
}
