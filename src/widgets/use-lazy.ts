import { useCallback, useEffect, useState } from 'react';
import type { LazyModule } from '../loading/lazy-module.ts';

/** Milliseconds; a part from the cache takes less. */
const SLOW_MS = 600;

export interface Lazy<Module> {
  /** Null while the module is fetched, and after a failure. */
  readonly module: Module | null;
  readonly error: unknown;
  /** Whether fetching takes so long that the user should be told. */
  readonly slow: boolean;
  /** Fetches again; the error stays until the new attempt has ended. */
  retry(): void;
}

/** A lazy module as the state of a component, fetched when the component is mounted. */
export function useLazy<Module>(load: LazyModule<Module>): Lazy<Module> {
  const [state, setState] = useState<{ module: Module | null; error: unknown; slow: boolean }>({
    module: null,
    error: null,
    slow: false,
  });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt loads
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(() => setState((before) => ({ ...before, slow: true })), SLOW_MS);
    load()
      .then(
        (module) => !gone && setState({ module, error: null, slow: false }),
        (error: unknown) => !gone && setState({ module: null, error, slow: false }),
      )
      .finally(() => clearTimeout(timer));
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [load, attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { ...state, retry };
}
