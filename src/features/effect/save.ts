import type { PanelSave } from '../../app/panels.ts';
import type { EffectResult } from './result.ts';
import { effectRows } from './table.ts';

export const effectSave: PanelSave<EffectResult> = {
  table: (result, { nameOf }) => effectRows(result, nameOf),
};
