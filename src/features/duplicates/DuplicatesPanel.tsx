import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useView } from '../../app/app.ts';
import type { Computed } from '../../app/panels.ts';
import { view } from '../../app/view.ts';
import { EmptyPanel } from '../panel/EmptyPanel.tsx';
import { PanelFrame } from '../panel/PanelFrame.tsx';
import { WithoutNote } from '../panel/WithoutNote.tsx';
import { DuplicateList } from './DuplicateList.tsx';
import type { DuplicatesResult } from './result.ts';
import style from './style.module.css';

/** Texts that say the same: to look through, and to remove the extra ones. */
export function DuplicatesPanel({ data }: { readonly data: Computed<DuplicatesResult> }) {
  const result = useStore(data.store, (state) => state.result);
  return (
    <PanelFrame
      className={style.panel}
      subtitle=""
      controls={<LeastCosine />}
      empty={<EmptyPanel>Duplicates are sought among two texts or more.</EmptyPanel>}
    >
      {result !== null && (
        <>
          <DuplicateList result={result} />
          <WithoutNote without={result.without} consequence="They are not compared." />
        </>
      )}
    </PanelFrame>
  );
}

/** Milliseconds that the slider rests before pairs are sought down to it. */
const REST_MS = 250;

function LeastCosine() {
  const least = useView((state) => state.leastCosine);
  const [value, setValue] = useState(least);
  useEffect(() => {
    const timer = setTimeout(() => view.setState({ leastCosine: value }), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return (
    <label className={style.least} title="Pairs of texts with at least this cosine are listed">
      cosine ≥
      <input
        type="range"
        data-testid="least-cosine"
        aria-label="Least cosine of duplicates"
        min={0.7}
        max={1}
        step={0.01}
        value={value}
        onChange={({ target }) => setValue(target.valueAsNumber)}
      />
      <output>{value.toFixed(2)}</output>
    </label>
  );
}
