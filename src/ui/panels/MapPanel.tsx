import { useState } from 'react';
import { useStore } from 'zustand';
import { PROJECTIONS, type Projection } from '../../analysis/types.ts';
import { panels, useView, useWorkspace, workspace } from '../../state/app.ts';
import { classesOf, MAP_MINIMUM } from '../../state/map.ts';
import type { MapResult } from '../../state/results.ts';
import { view } from '../../state/view.ts';
import { LazyPart, partCode } from '../failure/LazyPart.tsx';
import { mapPicture } from '../pictures/map.ts';
import { SaveMenu } from '../pictures/SaveMenu.tsx';
import { mapRows } from '../pictures/tables.ts';
import { useLensNames } from '../pictures/use-names.ts';
import { IconButton } from '../shared/IconButton.tsx';
import { Segmented } from '../shared/Segmented.tsx';
import { WithoutNote } from '../shared/WithoutNote.tsx';
import { withoutLines } from '../shared/without.ts';
import { ClusterCount } from './ClusterCount.tsx';
import { clusterName } from './ClusterLegend.tsx';
import { EmptyPanel } from './EmptyPanel.tsx';
import { Maps } from './Maps.tsx';
import { marksOf, wholeView } from './map-figure.ts';
import { PanelFrame } from './PanelFrame.tsx';
import { TableToggle } from './TableToggle.tsx';

const TABLE = partCode(
  'The table of the map',
  async () => (await import('./MapTable.tsx')).MapTable,
);

const PROJECTION_NAMES: Record<Projection, string> = { pca: 'PCA', umap: 'UMAP', tsne: 't-SNE' };

export function MapPanel() {
  const state = useStore(panels.map.store);
  const projection = useWorkspace((current) => current.workspace.projection);
  const texts = useWorkspace((current) => current.workspace.texts.length);
  const lasso = useView((current) => current.lasso);
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
            onChange={(next) => workspace.getState().adjust({ projection: next })}
          />
          <TableToggle what="map" table={table} onChange={setTable} />
          {result !== null && <Save result={result} />}
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

function Save({ result }: { readonly result: MapResult }) {
  const byLabels = useView((state) => state.mapColour === 'labels');
  const { nameOf, noteOf } = useLensNames();
  return (
    <SaveMenu
      what="map"
      table={() => mapRows(result, nameOf)}
      picture={(theme) => {
        const { items } = result;
        const sides = result.sides.filter((side) => side !== undefined);
        const classes = byLabels ? classesOf(items) : null;
        const pictures = sides.map((side) => ({
          caption: sides.length > 1 ? nameOf(side.lens) : '',
          picture: {
            items,
            marks: classes === null ? side.clusters : marksOf(classes),
            coordinates: side.coordinates,
          },
          legend:
            classes === null
              ? Array.from(
                  { length: side.clusters.k },
                  (_, cluster) => `Cluster ${cluster + 1}: ${clusterName(side, cluster)}`,
                )
              : [...classes.names, ...(classes.labels.includes(-1) ? ['No label'] : [])],
        }));
        const whole = wholeView(sides.map(({ coordinates }) => coordinates));
        return {
          title: `Map, ${summarise(result)}`,
          notes: [
            ...sides.map(({ lens }) => noteOf(lens)),
            ...withoutLines(result.without, nameOf),
          ],
          ...mapPicture(pictures, whole, theme),
        };
      }}
    />
  );
}

function summarise({ items, projection, sides: [{ clusters }] }: MapResult): string {
  return `${PROJECTION_NAMES[projection]} of ${items.length}, ${clusters.algorithm}`;
}
