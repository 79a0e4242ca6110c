import type { PanelDefinition } from '../app/panels.ts';
import { duplicatesPanel } from './duplicates/panel.tsx';
import { effectOn } from './effect/panel.tsx';
import { mapPanel } from './map/panel.tsx';
import { retrievalPanel } from './retrieval/panel.tsx';
import { selectionPanel } from './selection/panel.tsx';
import { similarityOf } from './similarity/panel.tsx';
import { tablePanel } from './table/panel.tsx';
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
  selectionPanel,
  tokensPanel,
  tablePanel,
  duplicatesPanel,
] as const satisfies readonly PanelDefinition[];
