import { Palette } from '../../features/palette/Palette.tsx';
import { allCommands } from './all.ts';
import { KEYED } from './keyed.ts';

/** The palette with the commands of this page. Fetched when it is first asked for. */
export default function PaletteDialog() {
  return <Palette commands={allCommands} keys={KEYED} />;
}
