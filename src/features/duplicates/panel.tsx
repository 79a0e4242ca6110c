import { definePanel } from '../../app/panels.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { createDuplicates, NAME } from './compute.ts';
import { DuplicatesPanel } from './DuplicatesPanel.tsx';

export const duplicatesPanel = definePanel({
  name: NAME,
  title: 'Duplicates',
  place: 'grid',
  isWide: true,
  startsFolded: () => true,
  follows: ['folds', 'large', 'leastCosine'],
  create: createDuplicates,
  render: (data) => <DuplicatesPanel data={data} />,
  save: {
    pictures: false,
    load: lazyModule(
      'The table of the duplicates',
      async () => (await import('./save.ts')).duplicatesSave,
    ),
  },
});
