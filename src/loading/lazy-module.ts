import { isLoadFailure, LoadError } from '../lib/load-error.ts';
import { findCause, type OpenPage, scriptsIn } from './find-cause.ts';

/** A module that is fetched when it is first asked for. */
export type LazyModule<Module> = () => Promise<Module>;

/**
 * Keeps a module that came, and forgets one that did not, so that asking again fetches again. A failure that has
 * passed by the time its cause is found is tried once more.
 * @param part What it is, as a sentence begins with it: "The list of commands".
 * @param load `() => import('./x.ts')`.
 * @throws LoadError (the promise) with the cause.
 */
export function lazyModule<Module>(part: string, load: () => Promise<Module>): LazyModule<Module> {
  let loaded: Promise<Module> | null = null;
  const attempt = async (): Promise<Module> => {
    try {
      return await load();
    } catch (error) {
      const failure = await explain(part, error);
      if (failure.reason.kind !== 'unknown') throw failure;
      return load().catch(() => {
        throw failure;
      });
    }
  };
  return () => {
    loaded ??= attempt().catch((error: unknown) => {
      loaded = null;
      throw error;
    });
    return loaded;
  };
}

/** The cause of a module's failure, in words. */
export async function explain(part: string, error: unknown): Promise<LoadError> {
  if (error instanceof LoadError) return error;
  if (isLoadFailure(error)) dropDeadStyles();
  return new LoadError(part, await findCause(error, openPage(), readScripts), { cause: error });
}

/** Vite takes the link of a style sheet for the sheet itself: one that failed would be missing for good. */
function dropDeadStyles(): void {
  if (typeof document === 'undefined') return;
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')) {
    if (link.sheet === null) link.remove();
  }
}

function openPage(): OpenPage {
  const url = new URL(document.baseURI);
  url.hash = '';
  return { url: url.href, scripts: scriptsIn(document), onLine: navigator.onLine };
}

function readScripts(html: string): readonly string[] {
  return scriptsIn(new DOMParser().parseFromString(html, 'text/html'));
}
