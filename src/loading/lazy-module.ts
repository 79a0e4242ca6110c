import { isLoadFailure, LoadError } from '../lib/load-error.ts';
import { findCause, type OpenPage, scriptsIn } from './find-cause.ts';

/** A module that is fetched on first use. */
export type LazyModule<Module> = () => Promise<Module>;

/**
 * Keeps a module that arrived and forgets one that failed, so that the next call fetches again. Retries
 * once if the failure passes while its cause is sought.
 * @param part The module's name, as a sentence starts with it: "The list of commands".
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

/** Wraps a module's failure in an error that explains the cause. */
export async function explain(part: string, error: unknown): Promise<LoadError> {
  if (error instanceof LoadError) return error;
  if (isLoadFailure(error)) dropDeadStyles();
  return new LoadError(part, await findCause(error, openPage(), readScripts), { cause: error });
}

/** Removes failed style sheets: Vite takes the link for the sheet, so it would never fetch it again. */
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
