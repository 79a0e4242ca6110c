import type { PanelDefinition } from '../app/panels.ts';
import { effectOn } from './effect/panel.tsx';
import { map } from './map/panel.tsx';
import { retrieval } from './retrieval/panel.tsx';
import { similarity } from './similarity/panel.tsx';
import { tokens } from './tokens/panel.tsx';

/**
 * The panels, in the order in which they stand on the page and are computed. The page, the palette, the keys, saving
 * and the store of results are derived from this: a panel is a folder and its line here.
 */
export const PANELS = [
  similarity,
  map,
  retrieval,
  effectOn(map),
  tokens,
] as const satisfies readonly PanelDefinition[];
