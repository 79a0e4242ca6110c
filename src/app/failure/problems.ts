import { createStore, type StoreApi } from 'zustand/vanilla';
import { isAbort } from '../../lib/errors.ts';
import { isLoadFailure } from '../../lib/load-error.ts';
import { explain } from '../../loading/lazy-module.ts';

/** The last error that nothing on the page was there to show; null once it is put away. */
export const problems: StoreApi<{ readonly error: unknown }> = createStore(() => ({
  error: null as unknown,
}));

/** Shows what handlers and promises throw: without it a button would do nothing and not say why. */
export function watchProblems(): void {
  window.addEventListener('unhandledrejection', ({ reason }) => void show(reason));
  window.addEventListener('error', ({ error }) => {
    // What has no error is a browser's remark, such as on the order in which it measured.
    if (error instanceof Error) void show(error);
  });
}

async function show(error: unknown): Promise<void> {
  if (isAbort(error)) return;
  problems.setState({
    error: isLoadFailure(error) ? await explain('A part of Facet', error) : error,
  });
}
