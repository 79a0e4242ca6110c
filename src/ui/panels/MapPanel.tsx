import { useState } from 'react';
import { useStore } from 'zustand';
import { PROJECTIONS, type Projection } from '../../analysis/types.ts';
import { panels, useWorkspace, workspace } from '../../state/app.ts';
import { MAP_MINIMUM } from '../../state/map.ts';
import type { MapResult } from '../../state/results.ts';
import { Segmented } from '../shared/Segmented.tsx';
import { ClusterCount } from './ClusterCount.tsx';
import { EmptyPanel } from './EmptyPanel.tsx';
import { Maps } from './Maps.tsx';
import { MapTable } from './MapTable.tsx';
import { PanelFrame } from './PanelFrame.tsx';
import { TableToggle } from './TableToggle.tsx';

const PROJECTION_NAMES: Record<Projection, string> = { pca: 'PCA', umap: 'UMAP', tsne: 't-SNE' };

export function MapPanel() {
  const state = useStore(panels.map.store);
  const projection = useWorkspace((current) => current.workspace.projection);
  const texts = useWorkspace((current) => current.workspace.texts.length);
  const [table, setTable] = useState(false);
  const { result } = state;
  return (
    <PanelFrame
      name="map"
      title="Map"
      subtitle={result === null ? '' : summarise(result)}
      state={state}
      controls={
        <>
          <ClusterCount />
          <Segmented
            label="Projection"
            value={projection}
            options={PROJECTIONS.map((method) => [method, PROJECTION_NAMES[method]])}
            onChange={(next) => workspace.getState().adjust({ projection: next })}
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
      {result !== null && (table ? <MapTable result={result} /> : <Maps result={result} />)}
    </PanelFrame>
  );
}

function summarise({ items, projection, sides: [{ clusters }] }: MapResult): string {
  return `${PROJECTION_NAMES[projection]} of ${items.length}, ${clusters.algorithm}`;
}
