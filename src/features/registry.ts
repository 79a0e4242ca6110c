import type { PanelDefinition } from '../app/panels.ts';
import { effectOn } from './effect/panel.tsx';
import { mapPanel } from './map/panel.tsx';
import { retrievalPanel } from './retrieval/panel.tsx';
import { similarityOf } from './similarity/panel.tsx';
import { tokensPanel } from './tokens/panel.tsx';

/**
 * The panels, in the order in which they stand on the page and are computed. The page, the palette, the keys, saving
 * and the store of results are derived from this: a panel is a folder and its line here.
 */
export const PANELS = [
  similarityOf(mapPanel),
  mapPanel,
  retrievalPanel,
  effectOn(mapPanel),
  tokensPanel,
] as const satisfies readonly PanelDefinition[];
