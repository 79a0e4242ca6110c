import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useView, useWorkspace } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import type { Computed } from '../../app/panels.ts';
import { highlight, type MatrixColour, view } from '../../app/view.ts';
import { Segmented } from '../../widgets/Segmented.tsx';
import { MATRIX_COLOURS } from '../../workspace/saved-view.ts';
import { EmptyPanel } from '../panel/EmptyPanel.tsx';
import { otherLists } from '../panel/other-lists.ts';
import { PanelFrame } from '../panel/PanelFrame.tsx';
import { TableToggle } from '../panel/TableToggle.tsx';
import { WithoutNote } from '../panel/WithoutNote.tsx';
import { matrixColumns } from './compute.ts';
import type { MatrixResult } from './result.ts';
import style from './style.module.css';
import { summariseSimilarity } from './words.ts';

const CHARTS = partCode(
  'The chart of the similarity',
  async () => (await import('./SimilarityCharts.tsx')).SimilarityCharts,
);

const TABLE = partCode(
  'The table of the similarity',
  async () => (await import('./SimilarityTable.tsx')).SimilarityTable,
);

const CLUSTERS = partCode(
  'The table of the clusters',
  async () => (await import('./ClusterTable.tsx')).ClusterTable,
);

const PINNED = partCode(
  'The cosine of the pinned pair',
  async () => (await import('./PinnedPair.tsx')).PinnedPair,
);

const COLOURS: Record<MatrixColour, string> = {
  value: 'Cosine',
  unit: 'Cosine, 0 to 1',
  rank: 'Rank',
  deviation: 'Deviation from row and column mean',
};

export function SimilarityPanel({ data }: { readonly data: Computed<MatrixResult> }) {
  const result = useStore(data.store, (state) => state.result);
  const colour = useView((current) => current.colour);
  const chosen = useView((current) => current.columns);
  const isSelection = useView((current) => current.matrixOf !== null);
  const others = useWorkspace((current) => otherLists(current.workspace));
  const columns = useWorkspace((current) => matrixColumns(current.workspace, { columns: chosen }));
  const [table, setTable] = useState(false);
  // Comes while the texts are embedded, and is there when they are. What fails here is tried again where it is shown.
  useEffect(() => void CHARTS.load().catch(() => undefined), []);
  return (
    <PanelFrame
      subtitle={result === null ? 'cosine' : summariseSimilarity(result)}
      controls={
        <>
          <Segmented
            label="Columns of the matrix"
            value={isSelection ? 'selection' : columns}
            options={[
              ['A', 'A × A'],
              ['B', 'A × B'],
              ...(isSelection ? [['selection', 'Selected'] as const] : []),
            ]}
            onChange={(group) => {
              if (group !== 'selection') view.setState({ columns: group, matrixOf: null });
            }}
          />
          <select
            className={`select ${style.colour}`}
            aria-label="Colour by"
            title="What the colours stand for"
            value={colour}
            onChange={(event) => {
              const next = MATRIX_COLOURS.find((candidate) => candidate === event.target.value);
              if (next !== undefined) view.setState({ colour: next });
            }}
          >
            {MATRIX_COLOURS.map((option) => (
              <option key={option} value={option}>
                {COLOURS[option]}
              </option>
            ))}
          </select>
          <TableToggle what="similarity" table={table} onChange={setTable} />
        </>
      }
      empty={
        <EmptyPanel>
          {columns === 'A'
            ? 'A matrix needs two texts in group A.'
            : 'A × B needs a text in each group; →B moves one.'}
          {others}
        </EmptyPanel>
      }
    >
      {result !== null && (
        <>
          {table && result.kind === 'clusters' && <LazyPart code={CLUSTERS} result={result} />}
          {table && result.kind === 'texts' && <LazyPart code={TABLE} result={result} />}
          {!table && <LazyPart code={CHARTS} result={result} colour={colour} />}
          <WithoutNote without={result.without} consequence="Their cells are –." />
          <Pinned />
        </>
      )}
    </PanelFrame>
  );
}

function Pinned() {
  const [first, second, ...more] = useStore(highlight, (state) => state.pinned);
  if (first === undefined || second === undefined || more.length > 0) return null;
  return <LazyPart code={PINNED} pair={[first, second]} />;
}
