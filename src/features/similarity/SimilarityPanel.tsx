import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useView, useWorkspace } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { LensName } from '../../app/LensName.tsx';
import type { Computed } from '../../app/panels.ts';
import { useDifference } from '../../app/use-shown-lenses.ts';
import { type MatrixColour, view } from '../../app/view.ts';
import { Segmented } from '../../widgets/Segmented.tsx';
import { MATRIX_COLOURS } from '../../workspace/saved-view.ts';
import { EmptyPanel } from '../panel/EmptyPanel.tsx';
import { PanelFrame } from '../panel/PanelFrame.tsx';
import { TableToggle } from '../panel/TableToggle.tsx';
import { WithoutNote } from '../panel/WithoutNote.tsx';
import { cellsOf } from './cells.ts';
import { matrixColumns } from './compute.ts';
import { MovedPairs } from './MovedPairs.tsx';
import { PinnedPair } from './PinnedPair.tsx';
import type { SimilarityResult } from './result.ts';
import { SimilarityChart } from './SimilarityChart.tsx';
import style from './style.module.css';
import { summariseSimilarity } from './words.ts';

const TABLE = partCode(
  'The table of the similarity',
  async () => (await import('./SimilarityTable.tsx')).SimilarityTable,
);

const COLOURS: Record<MatrixColour, string> = {
  value: 'Cosine',
  unit: 'Cosine, 0 to 1',
  rank: 'Rank',
  deviation: 'Deviation from row and column mean',
};

export function SimilarityPanel({ data }: { readonly data: Computed<SimilarityResult> }) {
  const { result } = useStore(data.store);
  const colour = useView((current) => current.colour);
  const chosen = useView((current) => current.columns);
  const columns = useWorkspace((current) => matrixColumns(current.workspace, { columns: chosen }));
  const [table, setTable] = useState(false);
  return (
    <PanelFrame
      subtitle={result === null ? 'cosine' : summariseSimilarity(result)}
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
        </EmptyPanel>
      }
    >
      {result !== null && (
        <>
          {table ? (
            <LazyPart code={TABLE} result={result} />
          ) : (
            <Charts result={result} colour={colour} />
          )}
          <WithoutNote without={result.without} consequence="Their cells are –." />
          <PinnedPair />
        </>
      )}
    </PanelFrame>
  );
}

function Charts({
  result,
  colour,
}: {
  readonly result: SimilarityResult;
  readonly colour: MatrixColour;
}) {
  const difference = useDifference();
  const cells = useMemo(() => cellsOf(result, colour, difference), [result, colour, difference]);
  const [first, second] = result.sides;
  return (
    <>
      <div className="sides">
        {cells.map((each, side) => (
          <figure key={side === 0 ? 'first' : 'second'} className="side">
            {second !== undefined && (
              <figcaption>
                {cells.length > 1 ? (
                  <LensName id={(side === 0 ? first : second).lens} />
                ) : (
                  <>
                    {each.quantity}, from <LensName id={first.lens} /> to{' '}
                    <LensName id={second.lens} />
                  </>
                )}
              </figcaption>
            )}
            <SimilarityChart result={result} cells={each} />
          </figure>
        ))}
      </div>
      {difference && second !== undefined && <MovedPairs result={result} />}
    </>
  );
}
