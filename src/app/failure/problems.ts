import { createStore, type StoreApi } from 'zustand/vanilla';
import { isAbort } from '../../lib/errors.ts';
import { isLoadFailure } from '../../lib/load-error.ts';
import { explain } from '../../loading/lazy-module.ts';

/** The last error that no part of the page shows; null once it is dismissed. */
export const problems: StoreApi<{ readonly error: unknown }> = createStore(() => ({
  error: null as unknown,
}));

/** Shows errors that handlers and promises throw: otherwise a button would do nothing and not say why. */
export function watchProblems(): void {
  window.addEventListener('unhandledrejection', ({ reason }) => void show(reason));
  window.addEventListener('error', ({ error }) => {
    // Events without an error are remarks of the browser, such as on the order of its measurements.
    if (error instanceof Error) void show(error);
  });
}

async function show(error: unknown): Promise<void> {
  if (isAbort(error)) return;
  problems.setState({
    error: isLoadFailure(error) ? await explain('A part of Facet', error) : error,
  });
}
