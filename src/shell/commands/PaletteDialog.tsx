import { type Keys, STEP } from '../../app/commands/keys.ts';
import { Palette } from '../../features/palette/Palette.tsx';
import { ADD, ALONG, OPEN, REMOVE, SELECT } from '../../features/texts/keys.ts';
import { allCommands } from './all.ts';
import { KEYED } from './keyed.ts';

const ALL_KEYS: readonly Keys[] = [
  ...KEYED.flatMap(({ key }) => key ?? []),
  ...[STEP, ALONG, OPEN, SELECT, REMOVE, ADD],
];

/** The palette with the commands and keys of this page. Fetched when it is first asked for. */
export default function PaletteDialog() {
  return <Palette commands={allCommands} keys={ALL_KEYS} />;
}
