import { useState } from 'react';
import { useStore } from 'zustand';
import { panels, useView, useWorkspace } from '../../state/app.ts';
import { columnsOf, type SimilarityResult } from '../../state/panels.ts';
import { view } from '../../state/view.ts';
import { Segmented } from '../shared/Segmented.tsx';
import { EmptyPanel } from './EmptyPanel.tsx';
import { PanelFrame } from './PanelFrame.tsx';
import { SimilarityChart } from './SimilarityChart.tsx';
import { SimilarityTable } from './SimilarityTable.tsx';
import { TableToggle } from './TableToggle.tsx';

export function SimilarityPanel() {
  const state = useStore(panels.similarity.store);
  const range = useView((current) => current.range);
  const chosen = useView((current) => current);
  const columns = useWorkspace((current) => columnsOf(current.workspace, chosen));
  const [table, setTable] = useState(false);
  const { result } = state;
  return (
    <PanelFrame
      name="similarity"
      title="Similarity"
      subtitle={result === null ? 'cosine' : summarise(result)}
      state={state}
      controls={
        <>
          <Segmented
            label="Columns of the matrix"
            value={columns}
            options={[
              ['A', 'A × A'],
              ['B', 'A × B'],
            ]}
            onChange={(group) => view.setState({ columns: group })}
          />
          <Segmented
            label="Colour range"
            value={range}
            options={[
              ['auto', 'Auto'],
              ['unit', '0–1'],
            ]}
            onChange={(next) => view.setState({ range: next })}
          />
          <TableToggle what="similarity" table={table} onChange={setTable} />
        </>
      }
      empty={
        <EmptyPanel>
          {columns === 'A'
            ? 'A matrix needs two texts in group A.'
            : 'A × B needs a text in each group; →B moves one.'}
        </EmptyPanel>
      }
    >
      {result !== null &&
        (table ? (
          <SimilarityTable result={result} />
        ) : (
          <SimilarityChart result={result} range={range} />
        ))}
    </PanelFrame>
  );
}

function summarise({ rows, columns, self, rowTotal, columnTotal }: SimilarityResult): string {
  const size = `${self ? 'A × A' : 'A × B'}, ${rows.length} × ${columns.length}`;
  const cut = rows.length < rowTotal || columns.length < columnTotal;
  return cut ? `${size} of ${rowTotal} × ${columnTotal}` : `${size}, cosine`;
}
