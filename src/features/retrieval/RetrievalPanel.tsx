import { useMemo } from 'react';
import { useStore } from 'zustand';
import { panels, useView } from '../../app/app.ts';
import type { RetrievalResult } from '../../app/results.ts';
import { useDifference, useLens } from '../../app/use-comparison.ts';
import { view } from '../../app/view.ts';
import { plural } from '../../widgets/format.ts';
import { CutBadge } from '../panel/CutBadge.tsx';
import { EmptyPanel } from '../panel/EmptyPanel.tsx';
import { PanelFrame } from '../panel/PanelFrame.tsx';
import { SaveMenu } from '../panel/SaveMenu.tsx';
import { rankingRows } from '../panel/tables.ts';
import { useLensNames } from '../panel/use-names.ts';
import { WithoutNote } from '../panel/WithoutNote.tsx';
import { withoutLines } from '../panel/without.ts';
import { rankingPicture } from './picture.ts';
import { RankComparison } from './RankComparison.tsx';
import { RankDifference } from './RankDifference.tsx';
import { RankedDocuments } from './RankedDocuments.tsx';
import { rankedUnder } from './ranks.ts';

/** Ranks in a picture. */
const PICTURED = 20;

export function RetrievalPanel() {
  const state = useStore(panels.retrieval.store);
  const chosen = useView((current) => current.query);
  const { result } = state;
  return (
    <PanelFrame
      name="retrieval"
      title="Retrieval"
      subtitle={
        result === null
          ? ''
          : `${plural(result.queries.length, 'query').replace('querys', 'queries')} over ${plural(result.documents.length, 'document')}`
      }
      state={state}
      controls={result !== null && <Save result={result} chosen={chosen} />}
      empty={
        <EmptyPanel>Retrieval needs a query and documents, under Queries and Docs.</EmptyPanel>
      }
    >
      {result !== null && (
        <>
          <Results result={result} chosen={chosen} />
          <WithoutNote
            without={result.without}
            consequence="Such documents are listed last, without a rank; for such a query none is ranked."
          />
        </>
      )}
    </PanelFrame>
  );
}

function Save({
  result,
  chosen,
}: {
  readonly result: RetrievalResult;
  readonly chosen: string | null;
}) {
  const { nameOf, noteOf } = useLensNames();
  const query = Math.max(
    0,
    result.queries.findIndex(({ id }) => id === chosen),
  );
  return (
    <SaveMenu
      what="retrieval"
      table={() => rankingRows(result, nameOf)}
      picture={(theme) => {
        const sides = result.sides.filter((side) => side !== undefined);
        return {
          title: `“${result.queries[query]?.text ?? ''}”`,
          notes: [
            ...sides.map(({ lens }) => noteOf(lens, 'queryInstruction')),
            ...withoutLines(result.without, nameOf),
          ],
          ...rankingPicture(
            sides.map((side) => ({
              caption: sides.length > 1 ? nameOf(side.lens) : '',
              ranked: rankedUnder(result, side, query).slice(0, PICTURED),
            })),
            theme,
          ),
        };
      }}
    />
  );
}

function Results({
  result,
  chosen,
}: {
  readonly result: RetrievalResult;
  readonly chosen: string | null;
}) {
  const found = result.queries.findIndex(({ id }) => id === chosen);
  const query = Math.max(0, found);
  const lens = useLens(result.sides[0].lens);
  return (
    <div className="retrieval" data-colour={lens?.colour}>
      <fieldset className="queries">
        <legend className="visually-hidden">Query</legend>
        {result.queries.map(({ id, text }, index) => (
          <label key={id} className="query" data-on={index === query || undefined}>
            <input
              type="radio"
              name="query"
              className="visually-hidden"
              checked={index === query}
              onChange={() => view.setState({ query: id })}
            />
            <i className="lens-dot" />
            <span dir="auto">{text}</span>
            <CutBadge text={text} field="queryInstruction" />
          </label>
        ))}
      </fieldset>
      <Rankings result={result} query={query} />
    </div>
  );
}

function Rankings({
  result,
  query,
}: {
  readonly result: RetrievalResult;
  /** Index of the query. */
  readonly query: number;
}) {
  const difference = useDifference();
  const [first, second] = result.sides;
  const before = useMemo(() => rankedUnder(result, first, query), [result, first, query]);
  const after = useMemo(
    () => (second === undefined ? [] : rankedUnder(result, second, query)),
    [result, second, query],
  );
  const text = result.queries[query]?.text ?? '';
  if (second === undefined) {
    return <RankedDocuments label={`Documents for “${text}”`} ranked={before} />;
  }
  const shown = { query: text, lenses: [first.lens, second.lens], before, after } as const;
  return difference ? <RankDifference {...shown} /> : <RankComparison {...shown} />;
}
