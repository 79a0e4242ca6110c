import type { PanelSave } from '../../app/panels.ts';
import type { TokensResult } from './result.ts';
import { tokenRows } from './table.ts';

export const tokensSave: PanelSave<TokensResult> = {
  table: (result, { nameOf }) => tokenRows(result, nameOf),
};
