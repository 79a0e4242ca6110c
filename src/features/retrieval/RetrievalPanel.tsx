import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useView } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { useDifference, useLens } from '../../app/lenses/use-shown-lenses.ts';
import type { Computed } from '../../app/panels.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { isolated } from '../../lib/isolate.ts';
import { plural } from '../../widgets/format.ts';
import { EmptyPanel } from '../panel/EmptyPanel.tsx';
import { PanelFrame } from '../panel/PanelFrame.tsx';
import { WithoutNote } from '../panel/WithoutNote.tsx';
import { QueryList } from './QueryList.tsx';
import { RankComparison } from './RankComparison.tsx';
import { RankedDocuments } from './RankedDocuments.tsx';
import { rankedUnder } from './ranks.ts';
import type { RetrievalResult } from './result.ts';
import style from './style.module.css';

const DIFFERENCE = partCode(
  'The difference of two rankings',
  async () => (await import('./RankDifference.tsx')).RankDifference,
);

const FIELDS = ['queryInstruction', 'documentInstruction'] as const;

export function RetrievalPanel({ data }: { readonly data: Computed<RetrievalResult> }) {
  const result = useStore(data.store, (state) => state.result);
  const chosen = useView((current) => current.query);
  return (
    <PanelFrame
      className={style.frame}
      subtitle={
        result === null
          ? ''
          : `${plural(result.queries.length, 'query').replace('querys', 'queries')} over ${plural(result.documents.length, 'document')}`
      }
      empty={
        <EmptyPanel>Retrieval needs a query and documents, under Queries and Docs.</EmptyPanel>
      }
    >
      {result !== null && (
        <>
          <Results result={result} chosen={chosen} />
          <WithoutNote
            without={result.without}
            fields={FIELDS}
            consequence="Such documents are listed last, without a rank; for such a query none is ranked."
          />
        </>
      )}
    </PanelFrame>
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
    <div className={style.retrieval} data-testid="retrieval" data-colour={lens?.colour}>
      <QueryList queries={result.queries} query={query} />
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
  const text = excerpt(result.queries[query]?.text ?? '');
  if (second === undefined) {
    return <RankedDocuments label={`Documents for “${isolated(text)}”`} ranked={before} />;
  }
  const shown = { query: text, lenses: [first.lens, second.lens], before, after } as const;
  return difference ? <LazyPart code={DIFFERENCE} {...shown} /> : <RankComparison {...shown} />;
}
