import { useCallback, useEffect, useState } from 'react';
import type { LazyModule } from '../loading/lazy-module.ts';

/** Longer than a part takes that comes from the cache. */
const SLOW_MS = 600;

export interface Lazy<Module> {
  /** Null while it is fetched, and when it could not be. */
  readonly module: Module | null;
  readonly error: unknown;
  /** Whether it takes so long that it should be said. */
  readonly slow: boolean;
  /** Fetches again; the error stays until that has ended. */
  retry(): void;
}

/** A lazy module as the state of a component: fetched when it is mounted. */
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
