import { useStore } from 'zustand';
import { LazyDialog } from '../../app/failure/LazyDialog.tsx';
import { partCode } from '../../app/failure/LazyPart.tsx';
import { palette } from '../../features/palette/state.ts';

const CODE = partCode(
  'The list of commands',
  async () => (await import('./PaletteDialog.tsx')).default,
);

/** The palette, fetched when first opened. */
export function LazyPalette() {
  const open = useStore(palette, (state) => state.open !== null);
  return (
    <LazyDialog
      code={CODE}
      open={open}
      onClose={() => palette.setState({ open: null })}
      props={{}}
    />
  );
}
