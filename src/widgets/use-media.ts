import { useSyncExternalStore } from 'react';

/** A media query, asked when it is first needed: this can be read where there is no window. */
function mediaHook(query: string): () => boolean {
  let found: MediaQueryList | undefined;
  const media = () => {
    found ??= window.matchMedia(query);
    return found;
  };
  const subscribe = (listener: () => void) => {
    media().addEventListener('change', listener);
    return () => media().removeEventListener('change', listener);
  };
  return () => useSyncExternalStore(subscribe, () => media().matches);
}

/** Whether the left side is a drawer; the stylesheets say the same width. */
export const useNarrow = mediaHook('(max-width: 820px)');

/** Whether the person asked the system for as little motion as possible. */
export const useReducedMotion = mediaHook('(prefers-reduced-motion: reduce)');
