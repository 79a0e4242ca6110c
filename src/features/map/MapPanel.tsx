import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { PROJECTIONS, type Projection } from '../../analysis/types.ts';
import { app, useView, useWorkspace } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { view } from '../../app/view.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { Segmented } from '../../widgets/Segmented.tsx';
import { useNarrow } from '../../widgets/use-media.ts';
import { EmptyPanel } from '../panel/EmptyPanel.tsx';
import { otherLists } from '../panel/other-lists.ts';
import { PanelFrame } from '../panel/PanelFrame.tsx';
import { TableToggle } from '../panel/TableToggle.tsx';
import { WithoutNote } from '../panel/WithoutNote.tsx';
import { ClusterCount } from './ClusterCount.tsx';
import { MAP_MINIMUM } from './compute.ts';
import type { MapData } from './data.ts';
import style from './panel.module.css';
import { PROJECTION_NAMES } from './words.ts';

const MAPS = partCode('The chart of the map', async () => (await import('./Maps.tsx')).Maps);
const TABLE = partCode(
  'The table of the map',
  async () => (await import('./MapTable.tsx')).MapTable,
);

export function MapPanel({ data }: { readonly data: MapData }) {
  // Not the whole state: the charts do not depend on a computation's progress.
  const result = useStore(data.store, (state) => state.result);
  const texts = useWorkspace((current) => current.workspace.texts.length);
  const others = useWorkspace((current) => otherLists(current.workspace));
  const lasso = useView((current) => current.lasso);
  const [table, setTable] = useState(false);
  const narrow = useNarrow();
  // Loaded while the texts are embedded. A failure here is retried where it is shown.
  useEffect(() => void MAPS.load().catch(() => undefined), []);
  const lassoButton = (
    <IconButton
      icon="lasso"
      label={lasso ? 'Move the map by dragging' : 'Select texts by drawing around them; Shift adds'}
      aria-pressed={lasso}
      data-testid="lasso"
      onClick={() => view.setState({ lasso: !lasso })}
    />
  );
  return (
    <PanelFrame
      // The controls leave no room for words: these stand above the map.
      subtitle=""
      controls={
        <>
          <ClusterCount suggest={data.suggest} />
          {/* On a phone one row has no room for it: it stands on the map. */}
          {!narrow && lassoButton}
          <ProjectionChoice narrow={narrow} />
          <TableToggle what="map" table={table} onChange={setTable} />
        </>
      }
      empty={
        <EmptyPanel>
          A map needs {MAP_MINIMUM} texts, in A and B together; there{' '}
          {texts === 1 ? 'is 1' : `are ${texts}`}.{others}
        </EmptyPanel>
      }
    >
      {result !== null && (
        <>
          {narrow && !table && <div className={style.tool}>{lassoButton}</div>}
          {table ? (
            <LazyPart code={TABLE} result={result} data={data} />
          ) : (
            <LazyPart code={MAPS} result={result} data={data} />
          )}
          <WithoutNote
            without={result.without}
            consequence="They are left out of map and clusters."
          />
        </>
      )}
    </PanelFrame>
  );
}

function ProjectionChoice({ narrow }: { readonly narrow: boolean }) {
  const projection = useWorkspace((current) => current.workspace.projection);
  const choose = (next: Projection) => app().workspace.getState().adjust({ projection: next });
  if (!narrow) {
    return (
      <Segmented
        label="Projection"
        value={projection}
        options={PROJECTIONS.map((method) => [method, PROJECTION_NAMES[method]])}
        onChange={choose}
      />
    );
  }
  return (
    <select
      className="select"
      aria-label="Projection"
      value={projection}
      onChange={({ target: { value } }) => {
        const next = PROJECTIONS.find((method) => method === value);
        if (next !== undefined) choose(next);
      }}
    >
      {PROJECTIONS.map((method) => (
        <option key={method} value={method}>
          {PROJECTION_NAMES[method]}
        </option>
      ))}
    </select>
  );
}
