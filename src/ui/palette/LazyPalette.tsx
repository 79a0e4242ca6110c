import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { palette } from './state.ts';

const Palette = lazy(() => import('./Palette.tsx'));

/** The palette, fetched when it is first opened. */
export function LazyPalette() {
  const open = useStore(palette, (state) => state.open !== null);
  if (!open) return null;
  return (
    <Suspense fallback={null}>
      <Palette />
    </Suspense>
  );
}
