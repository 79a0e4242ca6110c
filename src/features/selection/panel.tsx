import { definePanel } from '../../app/panels.ts';
import { createSelection } from './compute.ts';
import { SelectionRow } from './SelectionRow.tsx';

export const selectionPanel = definePanel({
  name: 'selection',
  title: 'Selection',
  place: 'row',
  follows: ['selecting'],
  create: createSelection,
  render: (data) => <SelectionRow data={data} />,
});
