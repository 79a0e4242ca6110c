import { createContext, use } from 'react';
import type { Panel } from '../../app/panels.ts';

/** The panel being drawn; its frame and menu read it. */
export const PanelContext = createContext<Panel | null>(null);

/** @throws Error outside of a panel. */
export function usePanel(): Panel {
  const panel = use(PanelContext);
  if (panel === null) throw new Error('This is no part of a panel.');
  return panel;
}
