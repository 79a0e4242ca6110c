import { useStore } from 'zustand';
import { LazyDialog } from '../../app/failure/LazyDialog.tsx';
import { palette } from '../../features/palette/state.ts';
import { lazyModule } from '../../loading/lazy-module.ts';

const PART = 'The list of commands';
const load = lazyModule(PART, () => import('./PaletteDialog.tsx'));

/** The palette, fetched when it is first opened. */
export function LazyPalette() {
  const open = useStore(palette, (state) => state.open !== null);
  if (!open) return null;
  return <LazyDialog name={PART} load={load} onClose={() => palette.setState({ open: null })} />;
}
