import { useState } from 'react';
import { useStore } from 'zustand';
import type { Computed } from '../../app/panels.ts';
import { EmptyPanel } from '../panel/EmptyPanel.tsx';
import { PanelFrame } from '../panel/PanelFrame.tsx';
import type { TableResult } from './result.ts';
import { TextTable } from './TextTable.tsx';

/** All texts with their columns, to search and sort. */
export function TablePanel({ data }: { readonly data: Computed<TableResult> }) {
  const result = useStore(data.store, (state) => state.result);
  const [typed, setTyped] = useState('');
  return (
    <PanelFrame
      subtitle=""
      controls={
        <input
          type="search"
          className="field table-search"
          aria-label="Find in the table"
          placeholder="Find"
          data-testid="table-search"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      }
      empty={<EmptyPanel>There are no texts yet.</EmptyPanel>}
    >
      {result !== null && <TextTable result={result} typed={typed} />}
    </PanelFrame>
  );
}
