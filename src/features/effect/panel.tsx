import { type Computed, definePanel, type PanelDefinition } from '../../app/panels.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { type ClusteredTexts, createEffectData } from './compute.ts';
import { EffectRow } from './EffectRow.tsx';

/** The effect of the second lens, measured on the clusters of another panel. */
export function effectOn(clustered: PanelDefinition<string, Computed<ClusteredTexts>>) {
  return definePanel({
    name: 'effect',
    title: 'Effect of the second lens',
    place: 'row',
    isShown: ({ lenses }) => lenses.length > 1,
    needs: [clustered],
    create: (sources, of) => createEffectData(sources, of(clustered)),
    render: (data) => <EffectRow data={data} />,
    save: {
      pictures: false,
      load: lazyModule(
        'The table of the effect',
        async () => (await import('./save.ts')).effectSave,
      ),
    },
  });
}
