import { useState } from 'react';
import { useStore } from 'zustand';
import { PROJECTIONS } from '../../analysis/types.ts';
import { app, useView, useWorkspace } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { view } from '../../app/view.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { Segmented } from '../../widgets/Segmented.tsx';
import { EmptyPanel } from '../panel/EmptyPanel.tsx';
import { PanelFrame } from '../panel/PanelFrame.tsx';
import { TableToggle } from '../panel/TableToggle.tsx';
import { WithoutNote } from '../panel/WithoutNote.tsx';
import { ClusterCount } from './ClusterCount.tsx';
import { MAP_MINIMUM } from './compute.ts';
import type { MapData } from './data.ts';
import { Maps } from './Maps.tsx';
import { PROJECTION_NAMES, summariseMap } from './words.ts';

const TABLE = partCode(
  'The table of the map',
  async () => (await import('./MapTable.tsx')).MapTable,
);

export function MapPanel({ data }: { readonly data: MapData }) {
  const { result } = useStore(data.store);
  const projection = useWorkspace((current) => current.workspace.projection);
  const texts = useWorkspace((current) => current.workspace.texts.length);
  const lasso = useView((current) => current.lasso);
  const [table, setTable] = useState(false);
  return (
    <PanelFrame
      subtitle={result === null ? '' : summariseMap(result)}
      controls={
        <>
          <ClusterCount suggest={data.suggest} />
          <IconButton
            icon="lasso"
            label={
              lasso ? 'Move the map by dragging' : 'Select texts by drawing around them; Shift adds'
            }
            aria-pressed={lasso}
            data-testid="lasso"
            onClick={() => view.setState({ lasso: !lasso })}
          />
          <Segmented
            label="Projection"
            value={projection}
            options={PROJECTIONS.map((method) => [method, PROJECTION_NAMES[method]])}
            onChange={(next) => app().workspace.getState().adjust({ projection: next })}
          />
          <TableToggle what="map" table={table} onChange={setTable} />
        </>
      }
      empty={
        <EmptyPanel>
          A map needs {MAP_MINIMUM} texts, in A and B together; there{' '}
          {texts === 1 ? 'is 1' : `are ${texts}`}.
        </EmptyPanel>
      }
    >
      {result !== null && (
        <>
          {table ? <LazyPart code={TABLE} result={result} /> : <Maps result={result} />}
          <WithoutNote
            without={result.without}
            consequence="They are left out of map and clusters."
          />
        </>
      )}
    </PanelFrame>
  );
}
