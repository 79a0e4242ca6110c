import { useState } from 'react';
import { useStore } from 'zustand';
import { PROJECTIONS, type Projection } from '../../analysis/types.ts';
import { panels, useView, useWorkspace, workspace } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import type { MapResult } from '../../app/results.ts';
import { view } from '../../app/view.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { Segmented } from '../../widgets/Segmented.tsx';
import { EmptyPanel } from '../panel/EmptyPanel.tsx';
import { PanelFrame } from '../panel/PanelFrame.tsx';
import { SaveMenu } from '../panel/SaveMenu.tsx';
import { TableToggle } from '../panel/TableToggle.tsx';
import { mapRows } from '../panel/tables.ts';
import { useLensNames } from '../panel/use-names.ts';
import { WithoutNote } from '../panel/WithoutNote.tsx';
import { withoutLines } from '../panel/without.ts';
import { ClusterCount } from './ClusterCount.tsx';
import { clusterName } from './ClusterLegend.tsx';
import { marksOf, wholeView } from './figure.ts';
import { Maps } from './Maps.tsx';
import { classesOf, MAP_MINIMUM } from './map.ts';
import { mapPicture } from './picture.ts';

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
