import { useSyncExternalStore } from 'react';

/** The width below which the left side is a drawer; the stylesheets say the same. */
const narrow = window.matchMedia('(max-width: 820px)');

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}
