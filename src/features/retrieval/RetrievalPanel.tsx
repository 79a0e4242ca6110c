import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useView, useWorkspace } from '../../app/app.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { useDifference, useLens } from '../../app/lenses/use-shown-lenses.ts';
import type { Computed } from '../../app/panels.ts';
import { highlight, view } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { isolated } from '../../lib/isolate.ts';
import { plural } from '../../widgets/format.ts';
import { Segmented } from '../../widgets/Segmented.tsx';
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

const FILTERS = partCode('The filters', async () => (await import('./Filters.tsx')).Filters);

const WHY = partCode('Why a document is a hit', async () => (await import('./WhyHit.tsx')).WhyHit);

const FIELDS = ['queryInstruction', 'documentInstruction'] as const;

export function RetrievalPanel({ data }: { readonly data: Computed<RetrievalResult> }) {
  const result = useStore(data.store, (state) => state.result);
  const chosen = useView((current) => current.query);
  const columns = useWorkspace((state) => state.workspace.columns);
  return (
    <PanelFrame
      className={style.frame}
      subtitle={result === null ? '' : subtitle(result)}
      controls={result !== null && <RankedByChoice />}
      empty={
        <EmptyPanel>Retrieval needs a query and documents, under Queries and Docs.</EmptyPanel>
      }
    >
      {result !== null && (
        <>
          {columns !== undefined && <LazyPart code={FILTERS} columns={columns} />}
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

/** Vectors, words or both. */
function RankedByChoice() {
  const by = useView((current) => current.rankedBy);
  return (
    <Segmented
      label="Rank by"
      value={by}
      options={[
        ['vectors', 'Vectors'],
        ['words', 'Words'],
        ['both', 'Both'],
      ]}
      onChange={(rankedBy) => view.setState({ rankedBy })}
    />
  );
}

function subtitle({ queries, documents, searched }: RetrievalResult): string {
  const asked = plural(queries.length, 'query').replace('querys', 'queries');
  const all = plural(documents.length, 'document');
  return searched === documents.length
    ? `${asked} over ${all}`
    : `${asked} over ${searched.toLocaleString('en')} of ${all}`;
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
      <div className={style.found}>
        <Rankings result={result} query={query} />
        <Why result={result} query={query} />
      </div>
    </div>
  );
}

/** Why the pinned document is a hit; nothing where none of the documents is pinned alone. */
function Why({ result, query }: { readonly result: RetrievalResult; readonly query: number }) {
  const pinned = useStore(highlight, (state) => state.pinned);
  const read = useView((current) => current.read);
  if (pinned.length !== 1 || read?.list !== 'documents') return null;
  const document = result.documents.find(({ id, text }) => id === read.id && text === pinned[0]);
  const asked = result.queries[query];
  if (document === undefined || asked === undefined) return null;
  return <LazyPart code={WHY} result={result} query={asked} document={document} />;
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
  const { by, words } = result;
  const how = { by, terms: words?.terms[query] };
  // No lens changes a ranking by words.
  if (second === undefined || by === 'words') {
    return before.length > 0 ? (
      <RankedDocuments label={`Documents for “${isolated(text)}”`} ranked={before} how={how} />
    ) : (
      <p className={style.none}>
        {result.searched === 0
          ? 'No document passes the filters.'
          : 'No document shares a word with this query.'}
      </p>
    );
  }
  const lenses = [first.lens, second.lens] as const;
  const shown = { query: text, lenses, before, after, how };
  return difference ? <LazyPart code={DIFFERENCE} {...shown} /> : <RankComparison {...shown} />;
}
