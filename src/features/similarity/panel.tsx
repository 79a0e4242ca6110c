import { type Computed, definePanel, type PanelDefinition } from '../../app/panels.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { similarityCommands } from './commands.ts';
import { createSimilarity } from './compute.ts';
import type { ClusteredTexts } from './inputs.ts';
import { SimilarityPanel } from './SimilarityPanel.tsx';

/** Cosines of texts; of many texts, those of the clusters of another panel. */
export function similarityOf(clustered: PanelDefinition<string, Computed<ClusteredTexts>>) {
  return definePanel({
    name: 'similarity',
    title: 'Similarity',
    place: 'grid',
    follows: ['columns', 'matrixOf'],
    needs: [clustered],
    create: (sources, of) => createSimilarity(sources, of(clustered)),
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
}
