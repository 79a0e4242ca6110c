import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { WORKBENCH_FROM } from '../../app/folds.ts';
import { definePanel } from '../../app/panels.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { createTable } from './compute.ts';

const PANEL = partCode(
  'The panel of the table',
  async () => (await import('./TablePanel.tsx')).TablePanel,
);

export const tablePanel = definePanel({
  name: 'table',
  title: 'Table',
  place: 'grid',
  bench: 'beside',
  startsFolded: (texts) => texts < WORKBENCH_FROM,
  create: createTable,
  render: (data) => <LazyPart code={PANEL} data={data} />,
  save: {
    pictures: false,
    load: lazyModule('The table of the texts', async () => (await import('./save.ts')).tableSave),
  },
});
