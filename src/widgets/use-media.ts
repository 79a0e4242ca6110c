import { useSyncExternalStore } from 'react';

/** A media query, created when first needed, so that this module also loads without a window. */
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

/** Whether the left side is a drawer; the stylesheets have the same width. */
export const useNarrow = mediaHook('(max-width: 820px)');

/** Whether the person asked the system for as little motion as possible. */
export const useReducedMotion = mediaHook('(prefers-reduced-motion: reduce)');
