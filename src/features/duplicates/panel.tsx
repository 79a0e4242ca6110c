import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { definePanel } from '../../app/panels.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { createDuplicates, NAME } from './compute.ts';

const PANEL = partCode(
  'The panel of duplicates',
  async () => (await import('./DuplicatesPanel.tsx')).DuplicatesPanel,
);

export const duplicatesPanel = definePanel({
  name: NAME,
  title: 'Duplicates',
  place: 'grid',
  isWide: true,
  startsFolded: () => true,
  follows: ['folds', 'large', 'leastCosine'],
  create: createDuplicates,
  render: (data) => <LazyPart code={PANEL} data={data} />,
  save: {
    pictures: false,
    load: lazyModule(
      'The table of the duplicates',
      async () => (await import('./save.ts')).duplicatesSave,
    ),
  },
});
