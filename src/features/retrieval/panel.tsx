import { definePanel } from '../../app/panels.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { createRetrieval } from './compute.ts';
import { RetrievalPanel } from './RetrievalPanel.tsx';

export const retrievalPanel = definePanel({
  name: 'retrieval',
  title: 'Retrieval',
  place: 'grid',
  isWide: true,
  follows: ['rankedBy', 'rankedUnit', 'filters'],
  create: createRetrieval,
  render: (data) => <RetrievalPanel data={data} />,
  save: {
    pictures: true,
    load: lazyModule(
      'The picture and table of the retrieval',
      async () => (await import('./save.ts')).retrievalSave,
    ),
  },
});
