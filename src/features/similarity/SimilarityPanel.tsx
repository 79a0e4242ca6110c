import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { panels, useView, useWorkspace } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { LensName } from '../../app/LensName.tsx';
import type { SimilarityResult } from '../../app/results.ts';
import { useDifference } from '../../app/use-comparison.ts';
import { type MatrixColour, view } from '../../app/view.ts';
import { Segmented } from '../../widgets/Segmented.tsx';
import { MATRIX_COLOURS } from '../../workspace/saved-view.ts';
import { EmptyPanel } from '../panel/EmptyPanel.tsx';
import { PanelFrame } from '../panel/PanelFrame.tsx';
import { SaveMenu } from '../panel/SaveMenu.tsx';
import { TableToggle } from '../panel/TableToggle.tsx';
import { similarityRows } from '../panel/tables.ts';
import { useLensNames } from '../panel/use-names.ts';
import { WithoutNote } from '../panel/WithoutNote.tsx';
import { withoutLines } from '../panel/without.ts';
import { cellsOf } from './cells.ts';
import { columnsOf } from './compute.ts';
import { MovedPairs } from './MovedPairs.tsx';
import { PinnedPair } from './PinnedPair.tsx';
import { matrixPicture } from './picture.ts';
import { SimilarityChart } from './SimilarityChart.tsx';

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

export function SimilarityPanel() {
  const state = useStore(panels.similarity.store);
  const colour = useView((current) => current.colour);
  const chosen = useView((current) => current.columns);
  const columns = useWorkspace((current) => columnsOf(current.workspace, { columns: chosen }));
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
          <select
            className="select colour-by"
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
          {result !== null && <Save result={result} colour={colour} />}
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

function Save({
  result,
  colour,
}: {
  readonly result: SimilarityResult;
  readonly colour: MatrixColour;
}) {
  const difference = useDifference();
  const { nameOf, noteOf } = useLensNames();
  const shown = result.sides.filter((side) => side !== undefined);
  return (
    <SaveMenu
      what="similarity"
      table={() => similarityRows(result, nameOf)}
      picture={(theme) => {
        const cells = cellsOf(result, colour, difference);
        const caption = (side: number) => {
          if (shown.length < 2) return '';
          if (cells.length > 1) return nameOf(shown[side]!.lens);
          return `From ${nameOf(shown[0]!.lens)} to ${nameOf(shown[1]!.lens)}`;
        };
        const sides = cells.map((each, side) => ({ cells: each, caption: caption(side) }));
        return {
          title: `Similarity, ${summarise(result)}`,
          notes: [
            ...shown.map(({ lens }) => noteOf(lens)),
            ...withoutLines(result.without, nameOf),
          ],
          ...matrixPicture(sides, theme),
        };
      }}
    />
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

function summarise({ rows, columns, self, rowTotal, columnTotal }: SimilarityResult): string {
  const size = `${self ? 'A × A' : 'A × B'}, ${rows.length} × ${columns.length}`;
  const cut = rows.length < rowTotal || columns.length < columnTotal;
  return cut ? `${size} of ${rowTotal} × ${columnTotal}` : `${size}, cosine`;
}
