import { definePanel } from '../../app/panels.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { mapCommands } from './commands.ts';
import { createMapData } from './data.ts';
import { MapPanel } from './MapPanel.tsx';

export const mapPanel = definePanel({
  name: 'map',
  title: 'Map',
  place: 'grid',
  bench: 'main',
  follows: ['mapBy', 'query'],
  create: createMapData,
  render: (data) => <MapPanel data={data} />,
  save: {
    pictures: true,
    load: lazyModule(
      'The picture and table of the map',
      async () => (await import('./save.ts')).mapSave,
    ),
  },
  commands: mapCommands,
});
