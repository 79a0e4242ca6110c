import { definePanel } from '../../app/panels.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { similarityCommands } from './commands.ts';
import { createSimilarity } from './compute.ts';
import { SimilarityPanel } from './SimilarityPanel.tsx';

export const similarityPanel = definePanel({
  name: 'similarity',
  title: 'Similarity',
  place: 'grid',
  follows: ['columns', 'matrixOf'],
  create: createSimilarity,
  render: (data) => <SimilarityPanel data={data} />,
  save: {
    pictures: true,
    load: lazyModule(
      'The picture and table of the similarity',
      async () => (await import('./save.ts')).similaritySave,
    ),
  },
  commands: () => similarityCommands,
});
