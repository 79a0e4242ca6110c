import type { PanelSave } from '../../app/panels.ts';
import { shortName } from '../panel/rows.ts';
import type { TableResult } from './result.ts';

/** All texts in the order of their lists, with the columns that came with them. */
export const tableSave: PanelSave<TableResult> = {
  table: ({ rows, columns, labelled }) => [
    ['Name', 'Text', ...(labelled ? ['Label'] : []), ...columns],
    ...rows.map((row) => [
      shortName(row),
      row.text,
      ...(labelled ? [row.label ?? ''] : []),
      ...columns.map((_, at) => row.cells[at] ?? ''),
    ]),
  ],
};
