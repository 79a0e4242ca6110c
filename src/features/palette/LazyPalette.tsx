import { useStore } from 'zustand';
import { LazyDialog } from '../../app/failure/LazyDialog.tsx';
import { lazyModule } from '../../loading/lazy-module.ts';
import { palette } from './state.ts';

const PART = 'The list of commands';
const load = lazyModule(PART, () => import('./Palette.tsx'));

/** The palette, fetched when first opened. */
export function LazyPalette() {
  const open = useStore(palette, (state) => state.open !== null);
  if (!open) return null;
  return <LazyDialog name={PART} load={load} onClose={() => palette.setState({ open: null })} />;
}
